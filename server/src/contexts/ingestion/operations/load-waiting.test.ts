import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  countsOf,
  deliver,
  givenFeed,
  givenIngestion,
  refusedByIam,
  table,
  takeIn,
} from '../testing/given-ingestion.ts'

const day = '2013-01-01'

test('given three days, when they are taken in, then one snapshot has their rows', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  for (const one of ['2013-01-01', '2013-01-02', '2013-01-03'])
    await deliver(given, one, countsOf(one, [1, 2]))

  const done = await takeIn(given, feed)

  assert.deepEqual(done, { loaded: 3, quarantined: 0 })
  assert.deepEqual(await given.rows('SELECT sum(count)::INT AS n FROM $table'), [{ n: 9 }])
  const { metadata } = await given.catalog.loadTable(given.ana, table)
  assert.equal(metadata.snapshots?.length, 1)
})

test('given a broken file, when taken in, then it is kept back with line and reason', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, `${countsOf(day, [1, 2])}${day},p9,many\n${day},p1`)

  const done = await takeIn(given, feed)

  assert.deepEqual(done, { loaded: 0, quarantined: 1 })
  const query = { feedId: feed.id, quarantined: true }
  const [delivery] = await given.ingestion.listDeliveries(given.ana, query)
  assert.equal(delivery?.state, 'quarantined')
  assert.deepEqual(
    delivery.vintages[0]?.findings.map(({ reason, samples }) => [reason, samples[0]?.line]),
    [
      ['column "count": not of type INTEGER', 4],
      ['the line ends before its last column', 5],
    ],
  )
})

test('given a wrong header, when resent right, then there are two vintages', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1]).replace('count', 'cnt'))
  await takeIn(given, feed)
  await deliver(given, day, countsOf(day, [5]))

  const done = await takeIn(given, feed)

  assert.equal(done.loaded, 1)
  assert.deepEqual(await given.rows('SELECT count FROM $table'), [{ count: 5 }])
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const states = delivery?.vintages.map(({ number, state }) => [number, state])
  assert.deepEqual(states, [
    [1, 'superseded'],
    [2, 'loaded'],
  ])
  assert.match(delivery?.vintages[0]?.findings[0]?.reason ?? '', /missing: "count"/)
})

test('given a restated day, when read as of before, then the old rows are there', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1, 2]))
  await deliver(given, '2013-01-02', countsOf('2013-01-02', [7]))
  await takeIn(given, feed)
  const before = await given.ingestion.asOf(given.ana, { ...table, instant: new Date() })
  await deliver(given, day, countsOf(day, [1, 3]))

  await takeIn(given, feed)

  const all = 'SELECT count FROM $table ORDER BY day, place'
  const counts = (rows: unknown[]) => rows.map((row) => (row as { count: number }).count)
  assert.deepEqual(counts(await given.rows(all)), [1, 3, 7])
  assert.deepEqual(counts(await given.rows(all, BigInt(before?.snapshotId ?? 0))), [1, 2, 7])
})

test('given the same bytes again, when taken in, then nothing changes', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1]))
  await takeIn(given, feed)
  await deliver(given, day, countsOf(day, [1]))

  const done = await takeIn(given, feed)

  assert.deepEqual(done, { loaded: 0, quarantined: 0 })
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.equal(delivery?.vintages.length, 1)
  assert.deepEqual(await given.rows('SELECT count FROM $table'), [{ count: 1 }])
})

test('given all four clocks, when a row is read, then they are on it, in order', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await given.put(`counts-${day}.csv`, countsOf(day, [1]))
  const ready = { published_at: '2013-01-02T11:00:00Z', simulated: true }
  await given.put(`counts-${day}.csv.ready`, JSON.stringify(ready))

  await takeIn(given, feed)

  const [row] = (await given.rows(
    `SELECT _published_at < _landed_at AND _landed_at <= _available_at AS ordered,
     _published_at::VARCHAR AS published FROM $table`,
  )) as { ordered: boolean; published: string }[]
  assert.deepEqual(row, { ordered: true, published: '2013-01-02 11:00:00+00' })
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  assert.equal(delivery?.vintages[0]?.publicationPlayed, true)
})

test('given a role that may not write, when loading, then nothing is lost', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1]))
  given.refused.add('glue:CreateTable')
  await assert.rejects(takeIn(given, feed), refusedByIam.matches)
  given.refused.clear()

  const done = await given.ingestion.loadWaiting(feed.id)

  assert.equal(done.loaded, 1)
})

test('given a role that went, when loaded, then the feed says so until it is back', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1]))
  given.refused.add('sts:AssumeRole')
  const told = async () => (await given.ingestion.listFeeds(given.ana))[0]?.loadError
  await assert.rejects(takeIn(given, feed), refusedByIam.matches)
  await given.ingestion.collectFeed(feed.id)

  assert.equal(await told(), 'sts:AssumeRole is not allowed')

  given.refused.clear()
  assert.deepEqual(await given.ingestion.loadWaiting(feed.id), { loaded: 1, quarantined: 0 })
  assert.equal(await told(), null)
})
