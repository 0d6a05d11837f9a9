import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  table,
  takeIn,
} from '../testing/given-ingestion.ts'

const calendar = {
  every: 'day',
  first: '2026-03-01',
  at: '06:00',
  daysAfter: 1,
  zone: 'UTC',
  graceMinutes: 30,
  played: false,
} as const
const until = new Date('2026-03-03T07:00:00Z')

test('given a calendar, when a day is awaited, then it is told long before', async () => {
  await using given = await givenIngestion()
  given.time.now = new Date('2026-03-01T12:00:00Z')
  await givenFeed(given, { calendar, owner: 'ops@example.test' })
  const asked = { tables: [table], day: '2026-03-02', until }

  const [ahead] = await given.ingestion.arrivalsOf(asked)

  assert.equal(ahead?.feed.owner, 'ops@example.test')
  assert.equal(ahead?.vendor.name, 'counters')
  assert.deepEqual([ahead?.slice, ahead?.state], ['2026-03-02', 'expected'])
  assert.equal(ahead?.dueAt?.toISOString(), '2026-03-03T06:00:00.000Z')
})

test('given a day that came, when it is awaited, then it tells since when', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  for (const day of ['2026-03-01', '2026-03-02']) await deliver(given, day, countsOf(day, [1, 2]))
  await takeIn(given, feed)
  const asked = (day: string | undefined) =>
    given.ingestion.arrivalsOf({ tables: [table], day, until })

  const found = [...(await asked('2026-03-01')), ...(await asked(undefined))]
  const [never] = await asked('2026-03-09')

  assert.deepEqual(
    found.map(({ slice, state, dueAt }) => [slice, state, dueAt]),
    [
      ['2026-03-01', 'loaded', undefined],
      ['2026-03-02', 'loaded', undefined],
    ],
  )
  assert.ok(found.every(({ availableAt }) => availableAt instanceof Date))
  assert.deepEqual([never?.slice, never?.state], ['2026-03-09', 'expected'])
})

test('given a feed that rests, when a day is awaited, then only what came is told', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, '2026-03-01', countsOf('2026-03-01', [1, 2]))
  await takeIn(given, feed)
  const { ingestion, ana } = given
  const days = async () => {
    const asked = (day: string) => ingestion.arrivalsOf({ tables: [table], day, until })
    const found = [...(await asked('2026-03-01')), ...(await asked('2026-03-02'))]
    return found.map(({ slice }) => slice)
  }

  const active = await days()
  await ingestion.pauseFeed(ana, { feedId: feed.id, paused: true })
  const paused = await days()
  await ingestion.pauseFeed(ana, { feedId: feed.id, paused: false })
  await ingestion.endAgreement(ana, { agreementId: feed.agreementId })
  const ended = await days()

  assert.deepEqual(active, ['2026-03-01', '2026-03-02'])
  assert.deepEqual([paused, ended], [['2026-03-01'], ['2026-03-01']])
})
