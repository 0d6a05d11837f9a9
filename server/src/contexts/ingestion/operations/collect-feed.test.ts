import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fetchFailed, hostKeyMismatch, licenceEnded } from '../errors.ts'
import type { Connection } from '../model/connection.ts'
import { countsOf, deliver, givenFeed, givenIngestion } from '../testing/given-ingestion.ts'

const day = '2013-01-01'

test('given no ready file, when collected, then nothing is taken', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await given.put(`counts-${day}.csv`, countsOf(day, [1]))
  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 0 })

  await given.put(`counts-${day}.csv.ready`, '')

  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 1 })
  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 0 })
})

test('given a resend under way, when the ready file is the old one, then it waits', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1]))
  await given.ingestion.collectFeed(feed.id)

  await given.put(`counts-${day}.csv`, 'day,pla')

  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 0 })
})

test('given a promised digest that is another, when collected, then it waits', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await given.put(`counts-${day}.csv`, countsOf(day, [1]))
  await given.put(`counts-${day}.csv.ready`, JSON.stringify({ sha256: 'f'.repeat(64) }))

  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 0 })
})

test('given files by stable size, when seen twice alike, then they are taken', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { complete: { rule: 'stable-size', seconds: 30 } })
  const at = (seconds: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000)
  given.time.now = at(0)
  await given.put(`counts-${day}.csv`, 'day')
  await given.ingestion.collectFeed(feed.id)
  given.time.now = at(29)
  await given.put(`counts-${day}.csv`, countsOf(day, [1]))
  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 0 })
  given.time.now = at(58)
  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 0 })
  given.time.now = at(59)
  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 1 })
})

test('given a manifest, when it names a file, then that one is taken', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, { complete: { rule: 'manifest', name: 'MANIFEST' } })
  await given.put(`counts-${day}.csv`, countsOf(day, [1]))
  await given.put('counts-2013-01-02.csv', countsOf('2013-01-02', [1]))
  await given.put('MANIFEST', `counts-${day}.csv,${countsOf(day, [1]).length}\n`)

  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 1 })
})

test('given impossible days, when collected, then they are told and others land', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, '2013-13-45', countsOf(day, [1]))
  await deliver(given, '2013-02-30', countsOf(day, [1]))
  await deliver(given, day, countsOf(day, [1]))

  assert.deepEqual(await given.ingestion.collectFeed(feed.id), { landed: 1 })

  const [shown] = await given.ingestion.listFeeds(given.ana)
  assert.match(
    shown?.lastError ?? '',
    /"counts-2013-13-45.csv" is not taken: "2013-13-45" is no day/,
  )
  assert.match(shown?.lastError ?? '', /"2013-02-30" is no day/)
})

test('given landed bytes, when read again, then they are the vendor’s', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1, 2, 3]))

  await given.ingestion.collectFeed(feed.id)

  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const location = delivery?.vintages[0]?.landingLocation ?? ''
  assert.match(location, /^s3:\/\/landing-700000000001\/counts\/2013-01-01\//)
  assert.equal((await given.storage.readAll(location)).toString(), countsOf(day, [1, 2, 3]))
})

test('given an agreement that has ended, when collected, then nothing is fetched', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  await deliver(given, day, countsOf(day, [1]))
  await given.database.pool.query('UPDATE ingestion.agreements SET ends_at = now()')

  await assert.rejects(given.ingestion.collectFeed(feed.id), licenceEnded.matches)

  const [shown] = await given.ingestion.listFeeds(given.ana)
  assert.match(shown?.lastError ?? '', /has ended/)
})

test('given another host key or a wrong password, when collected, then it is told', async () => {
  await using given = await givenIngestion()
  const feed = await givenFeed(given)
  const hostKeySha256 = `SHA256:${'A'.repeat(43)}`
  const other = { ...given.connection, hostKeySha256 } as Connection
  const change = 'UPDATE ingestion.agreements SET connection = $1'
  await given.database.pool.query(change, [JSON.stringify(other)])
  await assert.rejects(given.ingestion.collectFeed(feed.id), hostKeyMismatch.matches)

  const stranger = { ...given.connection, user: 'stranger' }
  await given.database.pool.query(change, [JSON.stringify(stranger)])

  await assert.rejects(given.ingestion.collectFeed(feed.id), fetchFailed.matches)
})
