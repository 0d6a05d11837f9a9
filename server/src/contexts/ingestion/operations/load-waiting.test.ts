import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessage, encrypt, generateKey, readKey } from 'openpgp'
import { invalidFeed } from '../errors.ts'
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

test('given a trailer, when the rows are others, then the file is not whole', async () => {
  await using given = await givenIngestion()
  const complete = { rule: 'trailer', line: 'END,{rows}', seconds: 0 } as const
  const feed = await givenFeed(given, { complete })
  const [whole, short, cut] = ['2013-01-01', '2013-01-02', '2013-01-03']
  await given.put(`counts-${whole}.csv`, `${countsOf(whole, [1, 2])}END,2\n`)
  await given.put(`counts-${short}.csv`, `${countsOf(short, [1, 2])}END,3\n`)
  await given.put(`counts-${cut}.csv`, countsOf(cut, [1, 2]))

  const done = await takeIn(given, feed)

  assert.deepEqual(done, { loaded: 1, quarantined: 2 })
  const waiting = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const reasons = waiting.flatMap(({ slice, vintages }) =>
    vintages.flatMap(({ findings }) => findings.map(({ reason }) => `${slice} ${reason}`)),
  )
  assert.deepEqual(reasons.sort(), [
    '2013-01-02 it holds 2 rows, its trailer says 3',
    '2013-01-03 its last line is no "END,{rows}"',
  ])
})

test('given signers, when a feed does not ask for them, then it is not made', async () => {
  await using given = await givenIngestion()
  const signer = await generateKey({ userIDs: [{ name: 'vendor' }], format: 'armored' })
  const keys = { pgpSigners: signer.publicKey }
  await assert.rejects(givenFeed(given, {}, keys), invalidFeed.matches)
})

test('given a file for the agreement’s PGP key, when taken in, then it is read', async () => {
  await using given = await givenIngestion()
  const made = await generateKey({
    userIDs: [{ name: 'desk' }],
    passphrase: 'p',
    format: 'armored',
  })
  const keys = { pgpPrivateKey: made.privateKey, pgpPassphrase: 'p' }
  const source = { directory: '.', pattern: 'counts-{date}.csv.pgp' }
  const feed = await givenFeed(given, { source, decode: ['pgp'] }, keys)
  const message = await createMessage({ text: countsOf(day, [4]) })
  const encryptionKeys = await readKey({ armoredKey: made.publicKey })
  await given.put(`counts-${day}.csv.pgp`, String(await encrypt({ message, encryptionKeys })))
  await given.put(`counts-${day}.csv.pgp.ready`, '')

  const done = await takeIn(given, feed)

  assert.deepEqual(done, { loaded: 1, quarantined: 0 })
  assert.deepEqual(await given.rows('SELECT count FROM $table'), [{ count: 4 }])
  const { rows } = await given.database.pool.query('SELECT * FROM ingestion.agreements')
  assert.ok(!JSON.stringify(rows).includes('PGP'))
})
