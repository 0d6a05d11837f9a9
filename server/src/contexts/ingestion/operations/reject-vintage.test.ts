import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { notFound, wrongState } from '../errors.ts'
import {
  callerOf,
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  takeIn,
} from '../testing/given-ingestion.ts'

const day = '2013-01-01'

test('given a quarantined vintage, when rejected, then the next may still come', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, 'nothing,of,this\n')
  await takeIn(given, feed)
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const command = { vintageId: delivery?.vintages[0]?.id ?? 0, reason: 'not ours' }
  const eve = callerOf('eve', '700000000002' as AccountId)
  await assert.rejects(given.ingestion.rejectVintage(eve, command), notFound.matches)

  await given.ingestion.rejectVintage(given.ana, command)

  const [rejected] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.equal(rejected?.state, 'rejected')
  await deliver(given, day, countsOf(day, [1]))
  assert.deepEqual(await takeIn(given, feed), { loaded: 1, quarantined: 0 })
})

test('given a vintage, when accepted and rejected at once, then one of them counts', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, `${countsOf(day, [1, 2])}${day},p9,many\n`)
  await takeIn(given, feed)
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const command = { vintageId: delivery?.vintages[0]?.id ?? 0, reason: 'at once' }

  const [rejected, accepted] = await Promise.allSettled([
    given.ingestion.rejectVintage(given.ana, command),
    given.ingestion.acceptVintage(given.ana, command),
  ])

  const lost = [rejected, accepted].filter(({ status }) => status === 'rejected')
  assert.equal(lost.length, 1)
  assert.ok(lost.every((one) => one.status === 'rejected' && wrongState.matches(one.reason)))
  const { loaded } = await given.ingestion.loadWaiting(feed.id)
  assert.equal(loaded, accepted.status === 'fulfilled' ? 1 : 0)
})
