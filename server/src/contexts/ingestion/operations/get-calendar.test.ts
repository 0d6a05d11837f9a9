import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countsOf, deliver, givenFeed, givenIngestion, takeIn } from '../testing/given-ingestion.ts'

test('given deliveries of two months, when no days are named, then the last weeks', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  for (const day of ['2013-01-01', '2013-02-28', '2013-03-01'])
    await deliver(given, day, countsOf(day, [1]))
  await takeIn(given, feed)
  const ask = async (query: { from?: string; to?: string }) => {
    const { from, to, feeds } = await given.ingestion.getCalendar(given.ana, query)
    return { from, to, days: feeds.flatMap(({ days }) => days.map(({ day }) => day)) }
  }

  const lately = await ask({})
  const named = await ask({ from: '2013-01-01', to: '2013-02-28' })

  const days = ['2013-02-28', '2013-03-01']
  assert.deepEqual(lately, { from: '2013-01-15', to: '2013-03-01', days })
  assert.deepEqual(named.days, ['2013-01-01', '2013-02-28'])
})

test('given no deliveries, when no days are named, then the weeks before today', async () => {
  await using given = await givenIngestion()
  given.time.now = new Date('2013-03-01T12:00:00Z')

  const calendar = await given.ingestion.getCalendar(given.ana, {})

  assert.deepEqual(calendar, { from: '2013-01-15', to: '2013-03-01', feeds: [] })
})
