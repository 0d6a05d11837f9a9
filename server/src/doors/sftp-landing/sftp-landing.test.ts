import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openHostKey } from './index.ts'
import { givenFeed, givenLanding } from './testing/given-landing.ts'

test('given an agreement, when files are sent, renamed, removed, then so it is', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  const client = await landing.client(agreed)

  await client.put(Buffer.from('a,b\n'), 'counts.csv.part')
  await client.rename('counts.csv.part', 'counts.csv')
  await client.mkdir('/daily')
  await client.put(Buffer.from('deep'), '/daily/one.csv')
  await client.put(Buffer.alloc(0), 'counts.csv.ready')
  await client.put(Buffer.from('wrong'), 'wrong.csv')
  await client.delete('wrong.csv')
  const listed = await client.list('/')
  const size = (await client.stat('counts.csv')).size
  const [where, there] = [await client.realPath('..'), await client.exists('daily')]
  const gone = await client.exists('wrong.csv')

  assert.deepEqual(listed.map(({ name, type }) => `${type} ${name}`).sort(), [
    '- counts.csv',
    '- counts.csv.ready',
    'd daily',
  ])
  assert.deepEqual([size, where, there, gone], [4, '/', 'd', false])
  assert.deepEqual(await landing.files(agreed), {
    'counts.csv': 'a,b\n',
    'counts.csv.ready': '',
    'daily/': '',
    'daily/one.csv': 'deep',
  })
})

test('given a file in many pieces at once, when closed, then it is the same', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  const client = await landing.client(agreed)
  const bytes = randomBytes(20 << 20)
  const path = join(landing.directory, 'large')
  await writeFile(path, bytes)

  await client.fastPut(path, 'large.bin', { concurrency: 64 })
  await client.put(path, 'large.bin')

  const kept = await landing.storage.readAll(`${agreed.key.inbox.location}large.bin`)
  assert.ok(kept.equals(bytes))
})

test('given a host key, when the landing starts again, then it is the same', async () => {
  await using landing = await givenLanding()

  const again = openHostKey(landing.hostKeyPath)

  assert.equal(again.sha256, landing.hostKeySha256)
  assert.match(again.sha256, /^SHA256:[\w+/]{43}$/)
  assert.equal((await stat(landing.hostKeyPath)).mode & 0o777, 0o600)
})

test('given a feed, when a file is sent and told to be ready, then it is taken once', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  const feed = await givenFeed(landing, agreed)
  const client = await landing.client(agreed)
  await client.put(Buffer.from('day\n2013-01-01\n'), 'counts-2013-01-01.csv')
  const unready = await landing.ingestion.collectFeed(feed.id)

  await client.put(Buffer.alloc(0), 'counts-2013-01-01.csv.ready')
  const ready = await landing.ingestion.collectFeed(feed.id)

  assert.deepEqual([unready.landed, ready.landed], [0, 1])
  await assert.rejects(client.delete('counts-2013-01-01.csv'), /was taken already/)
  await assert.rejects(client.rename('counts-2013-01-01.csv', 'x'), /was taken already/)
  await client.put(Buffer.from('day\n2013-01-01\n2013-01-01\n'), 'counts-2013-01-01.csv')
  await client.put(Buffer.alloc(0), 'counts-2013-01-01.csv.ready')
  assert.equal((await landing.ingestion.collectFeed(feed.id)).landed, 1)
  const { rows } = await landing.given.pool.query('SELECT number FROM ingestion.vintages')
  assert.equal(rows.length, 2)
})
