import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '../../../foundation/zoned-time.ts'
import { invalidFeed } from '../errors.ts'
import type { DeliveryCalendar, FeedDefinition } from '../model/feed.ts'
import type { Feed } from '../model/ledger.ts'
import {
  countsOf,
  deliver,
  type GivenIngestion,
  givenFeed,
  givenIngestion,
  takeIn,
} from '../testing/given-ingestion.ts'

const rows = (count: number) => Array.from({ length: count }, (_, at) => at)

/** Weeks of one weekday, each delivered and loaded. */
async function load(given: GivenIngestion, feed: Feed, first: string, counts: readonly number[]) {
  for (const [week, count] of counts.entries()) {
    const day = addDays(first, 7 * week)
    await deliver(given, day, countsOf(day, rows(count)))
  }
  return await takeIn(given, feed)
}

async function quarantined({ ingestion, ana }: GivenIngestion, { id: feedId }: Feed) {
  const records = await ingestion.listDeliveries(ana, { feedId, quarantined: true })
  return records.flatMap(({ slice, vintages }) =>
    vintages.flatMap(({ findings }) => findings.map(({ reason }) => `${slice} ${reason}`)),
  )
}

test('given weeks of a weekday, when one is empty or short, then it is kept back', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { emptyAllowed: true })
  await load(given, feed, '2013-01-07', [90, 91, 92, 93])
  await load(given, feed, '2013-01-06', [0, 0, 0, 0])

  assert.deepEqual(await load(given, feed, '2013-02-04', [0, 20]), { loaded: 0, quarantined: 2 })
  assert.deepEqual(await load(given, feed, '2013-02-03', [0]), { loaded: 1, quarantined: 0 })

  assert.deepEqual(await quarantined(given, feed), [
    '2013-02-04 0 rows, 100 % off the usual 91.5; 46 to 137 are, by the last 4 of a monday',
    '2013-02-11 20 rows, 78 % off the usual 91.5; 46 to 137 are, by the last 4 of a monday',
  ])
})

test('given a day that the exchange rests, when its file is empty, then it is loaded', async () => {
  await using given = await givenIngestion()
  const calendar: DeliveryCalendar = {
    ...{ every: 'day', first: '2013-07-01', at: '06:00', daysAfter: 1, zone: 'UTC' },
    ...{ graceMinutes: 60, played: false, exchange: 'XNYS' },
  }
  const feed = await givenFeed(given, { calendar })

  assert.deepEqual(await load(given, feed, '2013-07-04', [0]), { loaded: 1, quarantined: 0 })
  assert.deepEqual(await load(given, feed, '2013-07-05', [0]), { loaded: 0, quarantined: 1 })

  assert.deepEqual(await quarantined(given, feed), ['2013-07-05 there is no row in the file'])
})

test('given bands in the feed, when days leave them, then a person may take them in', async () => {
  await using given = await givenIngestion()
  const rowBands: FeedDefinition['rowBands'] = [
    { days: ['saturday', 'sunday'], max: 2 },
    { min: 10, max: 20 },
  ]
  const feed = await givenFeed(given, { rowBands, emptyAllowed: true })
  await load(given, feed, '2013-01-05', [2, 3])

  assert.deepEqual(await load(given, feed, '2013-01-07', [10, 0]), { loaded: 1, quarantined: 1 })

  assert.deepEqual(await quarantined(given, feed), [
    '2013-01-12 3 rows, the feed wants 0 to 2 of a saturday',
    '2013-01-14 0 rows, the feed wants 10 to 20 of a monday',
  ])
  const [, empty] = await given.ingestion.listQuarantine(given.ana, {}).then(({ items }) => {
    return items.map(({ vintage }) => vintage.id).sort((one, other) => one - other)
  })
  await given.ingestion.acceptVintage(given.ana, { vintageId: empty ?? 0, reason: 'no trades' })
  assert.deepEqual(await given.ingestion.loadWaiting(feed.id), { loaded: 1, quarantined: 0 })
})

test('given bands that contradict themselves, when a feed is made, then it is not', async () => {
  await using given = await givenIngestion()
  const { agreementId, roleArn, definition } = await givenFeed(given)
  for (const rowBands of [
    [{ min: 2, max: 1 }],
    [{ min: 1 }, { max: 2 }],
    [{ days: ['sunday'] }, { days: ['sunday', 'monday'], min: 1 }],
    [{ days: ['caturday'], min: 1 }],
  ])
    await assert.rejects(
      given.ingestion.createFeed(given.ana, {
        ...{ agreementId, roleArn, name: 'other' },
        definition: { ...definition, rowBands },
      }),
      invalidFeed.matches,
    )
})
