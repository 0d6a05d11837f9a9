import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEARD, hear } from '../../../testing/hear.ts'
import { invalidFeed } from '../errors.ts'
import type { DeliveryCalendar } from '../model/feed.ts'
import { countsOf, deliver, givenFeed, givenIngestion, takeIn } from '../testing/given-ingestion.ts'

const calendar: DeliveryCalendar = {
  ...{ every: 'day', first: '2013-01-01', at: '06:00', daysAfter: 1, zone: 'UTC' },
  graceMinutes: 60,
  played: false,
}

test('given a missed deadline, when watched again, then it was told once', async () => {
  await using given = await givenIngestion()
  await hear(given.database, 'ingestion.delivery-overdue')
  given.time.now = new Date('2013-01-02T06:30:00Z')
  const feed = await givenFeed(given, { calendar })
  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 0 })
  given.time.now = new Date('2013-01-02T07:00:01Z')

  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 1 })
  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 0 })

  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.equal(delivery?.state, 'expected')
  assert.equal(delivery.overdueAt?.toISOString(), '2013-01-02T07:00:01.000Z')
  const { rows } = await given.database.pool.query(
    'SELECT FROM graphile_worker.jobs WHERE task_identifier = $1',
    [HEARD],
  )
  assert.equal(rows.length, 1)
})

test('given a delivery in time, when its deadline passes, then nobody is told', async () => {
  await using given = await givenIngestion()
  given.time.now = new Date('2013-01-02T06:30:00Z')
  const feed = await givenFeed(given, { calendar })
  await given.ingestion.watchDeliveries()
  await deliver(given, '2013-01-01', countsOf('2013-01-01', [1]))
  await takeIn(given, feed)
  given.time.now = new Date('2013-01-02T08:00:00Z')

  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 0 })

  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.equal(delivery?.state, 'loaded')
  assert.equal(delivery.expectedAt?.toISOString(), '2013-01-02T06:00:00.000Z')
})

test('given years of absence, when watched, then all that is missing is told', async () => {
  await using given = await givenIngestion()
  given.time.now = new Date('2013-02-01T12:00:00Z')
  await givenFeed(given, { calendar })

  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 31 })
})

test('given more days than a statement holds, when watched, then all are expected', async () => {
  await using given = await givenIngestion()
  given.time.now = new Date('2013-02-01T12:00:00Z')
  await givenFeed(given, { calendar: { ...calendar, first: '1993-01-01' } })

  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 7336 })
})

test('given months that are known, when watched again, then the next ones follow', async () => {
  await using given = await givenIngestion()
  given.time.now = new Date('2013-03-05T12:00:00Z')
  const months = { ...calendar, every: 'month' as const }
  const feed = await givenFeed(given, { calendar: months })
  await given.ingestion.watchDeliveries()
  given.time.now = new Date('2013-05-05T12:00:00Z')

  await given.ingestion.watchDeliveries()

  const found = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.deepEqual(found.map(({ slice }) => slice).sort(), [
    '2013-01',
    '2013-02',
    '2013-03',
    '2013-04',
  ])
})

test('given one feed that is broken, when watched, then the next is told', async () => {
  await using given = await givenIngestion()
  given.time.now = new Date('2013-01-02T07:00:01Z')
  const { agreementId, roleArn, definition } = await givenFeed(given, { calendar })
  const command = { agreementId, roleArn, name: 'next', definition }
  const { id: feedId } = await given.ingestion.createFeed(given.ana, command)
  await given.database.pool.query(
    `UPDATE ingestion.feeds SET definition =
     jsonb_set(definition::jsonb, '{calendar,zone}', '"Nowhere/Never"') WHERE name = 'counts'`,
  )

  await assert.rejects(given.ingestion.watchDeliveries())

  const late = await given.ingestion.listDeliveries(given.ana, { feedId })
  assert.deepEqual(
    late.map(({ overdueAt }) => overdueAt),
    [given.time.now],
  )
})

test('given an exchange and a region, when they rest, then nobody waits', async () => {
  await using given = await givenIngestion()
  given.time.now = new Date('2013-07-09T12:00:00Z')
  const days = {
    ...calendar,
    first: '2013-07-01',
    exchange: 'XNYS',
    holidays: ['CA', '2013-07-02'],
  }
  const feed = await givenFeed(given, { calendar: days })

  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 3 })
  given.time.now = new Date('2013-07-10T12:00:00Z')
  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 1 })
  assert.deepEqual(await given.ingestion.watchDeliveries(), { overdue: 0 })

  const late = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.deepEqual(
    late.map(({ slice }) => slice),
    ['2013-07-03', '2013-07-05', '2013-07-08', '2013-07-09'],
  )
})

test('given days of nobody, when a feed is made, then it is refused', async () => {
  await using given = await givenIngestion()
  const { agreementId, roleArn, definition } = await givenFeed(given, { calendar })
  for (const change of [
    { exchange: 'XXXX' },
    { exchange: 'constructor' },
    { exchange: 'XNYS', every: 'month' as const },
    { exchange: 'XNYS', first: '2001-12-31' },
    { holidays: 'US-ZZ' },
    { holidays: ['2013-02-30'] },
    { holidays: ['US-NY', 'nowhere'] },
    { holidays: ['CA', 'GB', 'DE', 'FR', 'IT', 'ES', 'PT', 'NL', 'BE', 'SE', 'NO'] },
  ])
    await assert.rejects(
      given.ingestion.createFeed(given.ana, {
        ...{ agreementId, roleArn, name: 'other' },
        definition: { ...definition, calendar: { ...calendar, ...change } },
      }),
      invalidFeed.matches,
      JSON.stringify(change),
    )
})
