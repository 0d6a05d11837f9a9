import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import {
  callerOf,
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  refusedByIam,
  takeIn,
} from '../testing/given-ingestion.ts'

const eve = callerOf('eve', '700000000002' as AccountId)
const calendar = {
  ...{ every: 'day' as const, first: '2013-01-01', at: '06:00', daysAfter: 1, zone: 'UTC' },
  ...{ graceMinutes: 60, played: true },
}

test('given a paused feed, when files come, then nothing is fetched and nothing late', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { calendar })
  const pause = (paused: boolean) =>
    given.ingestion.pauseFeed(given.ana, { feedId: feed.id, paused })
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  const playedAt = new Date('2013-01-09T09:00:00Z')
  await given.ingestion.playCalendar(given.ana, { feedId: feed.id, playedAt })

  await pause(true)
  const during = await takeIn(given, feed)
  const late = await given.ingestion.watchDeliveries()
  await pause(false)
  const after = await takeIn(given, feed)

  assert.deepEqual([during.loaded, late.overdue, after.loaded], [0, 0, 1])
})

test('given others, when they pause a feed, then they are refused, evaluators too', async () => {
  await using given = await givenIngestion()
  const { id: feedId } = await givenFeed(given, { evaluators: [eve.principalArn] })
  const pause = { feedId, paused: true }

  await assert.rejects(given.ingestion.pauseFeed(eve, pause), notFound.matches)
  given.refused.add('ingestion:PauseFeed')
  await assert.rejects(given.ingestion.pauseFeed(given.ana, pause), refusedByIam.matches)

  assert.equal((await given.ingestion.getFeed(given.ana, { feedId })).state, 'active')
})
