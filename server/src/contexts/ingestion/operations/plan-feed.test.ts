import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  refusedByIam,
  takeIn,
} from '../testing/given-ingestion.ts'

const day = '2013-01-01'
const calendar = {
  ...({ every: 'weekday', first: day, at: '06:00', daysAfter: 1, zone: 'UTC' } as const),
  ...{ graceMinutes: 60, played: false },
}

test('given a feed, when a change is planned, then its effects are told, none kept', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1]))
  await deliver(given, '2013-01-02', '2013-01-02,p9,many\n')
  await takeIn(given, feed)
  given.time.now = new Date('2013-01-08T09:00:00Z')
  const columns = [...feed.definition.columns, { name: 'lane', type: 'string' as const }]
  const definition = { ...feed.definition, calendar, columns }

  const plan = await given.ingestion.planFeed(given.ana, { ...feed, definition })

  assert.deepEqual([plan.version, plan.kept], [1, 1])
  assert.deepEqual(
    plan.changes.map(({ part, sign, breaking }) => [part, sign, breaking]),
    [
      ['schema', '+', false],
      ['calendar', '+', false],
    ],
  )
  const slices = plan.expectations.added.map(({ slice }) => slice)
  assert.deepEqual(slices, ['2013-01-03', '2013-01-04', '2013-01-07'])
  assert.deepEqual(
    plan.rejudged.map(({ slice, number }) => [slice, number]),
    [['2013-01-02', 1]],
  )
  assert.deepEqual(await given.ingestion.getFeed(given.ana, { feedId: feed.id }), {
    ...feed,
    collectedAt: (await given.ingestion.getFeed(given.ana, { feedId: feed.id })).collectedAt,
  })
})

test('given no such feed, when it is planned, then all of it is new', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)

  const plan = await given.ingestion.planFeed(given.ana, { ...feed, name: 'other' })

  assert.equal(plan.version, 0)
  assert.ok(plan.changes.every(({ sign }) => sign === '+'))
})

test('given no right to change it, when planned, then it is refused', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  given.refused.add('ingestion:UpdateFeed')

  await assert.rejects(given.ingestion.planFeed(given.ana, feed), refusedByIam.matches)
})
