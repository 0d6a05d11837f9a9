import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidFeed } from '../errors.ts'
import { countsOf, givenFeed, givenIngestion, takeIn } from '../testing/given-ingestion.ts'

const calendar = {
  ...{ every: 'day' as const, first: '2013-01-01', at: '06:00', daysAfter: 1, zone: 'UTC' },
  graceMinutes: 60,
}
const playedAt = new Date('2013-01-03T09:00:00Z')

test('given a played calendar, when wound up, then lateness is by it', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { calendar: { ...calendar, played: true } })
  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 0 })

  await given.ingestion.playCalendar(given.ana, { feedId: feed.id, playedAt })

  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 2 })
})

test('given a real calendar, when wound up, then it is refused', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { calendar: { ...calendar, played: false } })

  const attempt = given.ingestion.playCalendar(given.ana, { feedId: feed.id, playedAt })

  await assert.rejects(attempt, invalidFeed.matches)
})

test('given a calendar that jumps, when its vendor plays too, then that says when', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { calendar: { ...calendar, played: true } })
  const { ana, ingestion } = given
  const publishedAt = '2013-01-02T05:30:00.000Z'
  for (const [day, simulated] of [
    ['2013-01-01', true],
    ['2013-01-02', false],
  ] as const) {
    await given.put(`counts-${day}.csv`, countsOf(day, [1]))
    const ready = JSON.stringify({ published_at: publishedAt, simulated })
    await given.put(`counts-${day}.csv.ready`, ready)
  }
  await ingestion.playCalendar(ana, { feedId: feed.id, playedAt })

  await takeIn(given, feed)

  const deliveries = await ingestion.listDeliveries(ana, { feedId: feed.id })
  assert.deepEqual(
    deliveries.map(({ arrivedAt }) => arrivedAt?.toISOString()),
    [publishedAt, playedAt.toISOString()],
  )
})
