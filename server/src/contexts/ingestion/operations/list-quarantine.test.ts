import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import {
  callerOf,
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  takeIn,
} from '../testing/given-ingestion.ts'

const BAD = countsOf('2026-03-01', [-1]) // The count of the feed is at least 0.

test('given a bad day and its resend, when listed, then both ends of it show', async () => {
  await using given = await givenIngestion()
  const { ingestion, ana } = given
  const feed = await givenFeed(given)
  await deliver(given, '2026-03-01', BAD)
  await deliver(given, '2026-03-02', BAD.replaceAll('2026-03-01', '2026-03-02'))
  await takeIn(given, feed)

  const waiting = await ingestion.listQuarantine(ana, {})
  const [newest] = waiting.items
  await ingestion.rejectVintage(ana, { vintageId: newest!.vintage.id, reason: 'bad' })
  const after = await ingestion.listQuarantine(ana, {})

  assert.deepEqual(
    waiting.items.map(({ delivery, state, mayDecide }) => [delivery.slice, state, mayDecide]),
    [
      ['2026-03-02', 'open', true],
      ['2026-03-01', 'open', true],
    ],
  )
  assert.deepEqual(
    after.items.map(({ state, mayDecide }) => [state, mayDecide]),
    [
      ['rejected', false],
      ['open', true],
    ],
  )
  const page = await ingestion.listQuarantine(ana, { size: 1 })
  assert.equal(page.next, newest!.vintage.id)
  const rest = await ingestion.listQuarantine(ana, { size: 1, before: page.next! })
  assert.deepEqual([rest.items[0]?.delivery.slice, rest.next], ['2026-03-01', undefined])
})

test('given no right to decide, or a stranger, when listed, then it shows', async () => {
  await using given = await givenIngestion()
  const { ingestion, ana } = given
  const feed = await givenFeed(given)
  await deliver(given, '2026-03-01', BAD)
  await takeIn(given, feed)
  given.refused.add('ingestion:RejectVintage')

  const seen = await ingestion.listQuarantine(ana, {})
  const abroad = await ingestion.listQuarantine(callerOf('eve', '700000000009' as AccountId), {})

  assert.deepEqual(
    seen.items.map(({ mayDecide }) => mayDecide),
    [false],
  )
  assert.deepEqual(abroad.items, [])
})
