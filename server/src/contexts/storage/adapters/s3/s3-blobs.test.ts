import assert from 'node:assert/strict'
import { chmod, readdir, readlink, stat, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ErrorDefinition } from '../../../../foundation/errors.ts'
import {
  contentLost,
  storageFull,
  upstreamAway,
  upstreamBusy,
  upstreamRefused,
} from '../../errors.ts'
import { inChunks, patterned } from '../../testing/blob-store-contract.ts'
import { type GivenS3Blobs, givenS3Blobs } from '../../testing/given-s3-blobs.ts'
import { refuse } from '../../testing/given-upstream.ts'

const MIB = 2 ** 20
const DAY = 24 * 3_600_000

/** A blob of `sizeBytes` that is kept. */
async function kept({ blobs }: GivenS3Blobs, sizeBytes: number) {
  const bytes = patterned(sizeBytes)
  return { bytes, blobId: await blobs.create(inChunks(bytes, MIB)) }
}

const refusals: [number, string, ErrorDefinition<Record<never, never>>, RegExp][] = [
  [503, 'SlowDown', upstreamBusy, /see that/],
  [500, 'InternalError', upstreamAway, /see that/],
  [403, 'InvalidAccessKeyId', upstreamRefused, /put a key/],
  [403, 'SignatureDoesNotMatch', upstreamRefused, /put a key/],
  [404, 'NoSuchBucket', upstreamRefused, /make the bucket "far"/],
  [403, 'QuotaExceeded', storageFull, /make room/],
  [507, 'XMinioStorageFull', storageFull, /make room/],
]

for (const [status, code, expected, advice] of refusals)
  test(`given an endpoint that says ${code}, when a blob comes, then it is told`, async () => {
    await using given = await givenS3Blobs()
    await kept(given, 10)
    given.far.fault = ({ method }, response) =>
      method === 'PUT' ? refuse(response, status, code) : false

    await assert.rejects(kept(given, 10), expected.matches)

    const state = await given.upstream.state(given.blobs.check)
    assert.equal(state.state, 'failed')
    assert.match(state.detail, new RegExp(code))
    assert.match(state.fix ?? '', advice)
    assert.equal(given.far.objects.size, 2)
  })

test('given an endpoint that was gone, when it is back, then all goes on', async () => {
  await using given = await givenS3Blobs()
  const { blobId, bytes } = await kept(given, 50_000)
  given.far.fault = (_, response) => cut(response)

  await assert.rejects(kept(given, 10), upstreamAway.matches)
  await assert.rejects(given.blobs.open(blobId), upstreamAway.matches)
  await assert.rejects(given.blobs.remove([blobId]), upstreamAway.matches)
  given.far.fault = undefined

  const body = await given.blobs.open(blobId)
  assert.ok(bytes.equals(Buffer.concat((await body?.toArray()) ?? [])))
  assert.equal((await given.upstream.state(given.blobs.check)).state, 'ok')
  assert.deepEqual(
    given.logged.map((line) => JSON.parse(line).msg),
    ['the S3 endpoint of the blobs fails', 'the S3 endpoint of the blobs is well again'],
  )
  assert.ok(!given.logged.join('').includes('secret'))
})

function cut(response: ServerResponse): true {
  response.destroy()
  return true
}

test('given a part that is refused, when a blob comes, then nothing of it stays', async () => {
  await using given = await givenS3Blobs()
  given.far.fault = ({ query }, response) =>
    query.get('partNumber') === '2' ? refuse(response, 403, 'AccessDenied') : false

  await assert.rejects(kept(given, 30 * MIB), upstreamRefused.matches)

  assert.deepEqual([...given.far.objects.keys()], ['lake/millrace.json'])
  assert.equal(given.far.uploads.size, 0)
})

test('given uploads that were cut off, when swept, then only the old ones go', async () => {
  const past = { offset: -2 * DAY }
  await using given = await givenS3Blobs({ clock: () => new Date(Date.now() + past.offset) })
  given.far.fault = ({ method, query }, response) =>
    query.has('partNumber') || (method === 'DELETE' && query.has('uploadId'))
      ? cut(response)
      : false
  await assert.rejects(kept(given, 10 * MIB), upstreamAway.matches)
  past.offset = 0
  await assert.rejects(kept(given, 10 * MIB), upstreamAway.matches)
  given.far.fault = undefined
  assert.equal(given.far.uploads.size, 2)

  assert.equal(await given.blobs.clearStaging(new Date(Date.now() - DAY)), 1)

  assert.equal(given.far.uploads.size, 1)
})

test('given a completion whose answer is lost, when asked again, then all is there', async () => {
  await using given = await givenS3Blobs()
  let lost = 0
  given.far.fault = ({ method, query, key }, response) => {
    if (method !== 'POST' || !query.has('uploadId') || lost > 0) return false
    lost += 1
    const { parts } = given.far.uploads.get(query.get('uploadId') ?? '') ?? { parts: new Map() }
    const whole = [...parts].toSorted(([one], [other]) => one - other).map(([, bytes]) => bytes)
    given.far.objects.set(key, Buffer.concat(whole))
    given.far.uploads.clear()
    return cut(response)
  }

  const { blobId, bytes } = await kept(given, 9 * MIB)

  assert.equal(lost, 1)
  const body = await given.blobs.open(blobId)
  assert.ok(bytes.equals(Buffer.concat((await body?.toArray()) ?? [])))
})

test('given a read that breaks off, when it goes on, then no byte is lost or doubled', async () => {
  await using given = await givenS3Blobs()
  const { blobId, bytes } = await kept(given, 3 * MIB)
  const ranges: string[] = []
  given.far.fault = ({ method, key, headers }, response) => {
    if (method !== 'GET' || !key.endsWith(blobId)) return false
    const [, from = '0'] = /bytes=(\d+)-/.exec(headers.range ?? '') ?? []
    ranges.push(from)
    if (ranges.length > 3) return false
    const rest = bytes.subarray(Number(from))
    response.writeHead(206, { 'content-length': rest.length })
    response.write(rest.subarray(0, 500_000), () => response.destroy())
    return true
  }

  const body = await given.blobs.open(blobId)

  assert.ok(bytes.equals(Buffer.concat((await body?.toArray()) ?? [])))
  assert.equal(ranges.length, 4)
})

test('given reads that always break off, when read, then it fails, not short', async () => {
  await using given = await givenS3Blobs()
  const { blobId } = await kept(given, 100_000)
  given.far.fault = ({ method, key }, response) => {
    if (method !== 'GET' || !key.endsWith(blobId)) return false
    response.writeHead(206, { 'content-length': 100_000 }).flushHeaders()
    response.write('', () => response.destroy())
    return true
  }

  const body = await given.blobs.open(blobId, { start: 0, end: 99_999 })

  await assert.rejects(body?.toArray() ?? Promise.resolve(), upstreamAway.matches)
})

test('given a blob that was cut short, when a range is read, then it is told as lost', async () => {
  await using given = await givenS3Blobs()
  const { blobId } = await kept(given, 100_000)
  const key = [...given.far.objects.keys()].find((one) => one.endsWith(blobId)) ?? ''
  given.far.objects.set(key, Buffer.alloc(60_000))

  for (const range of [
    { start: 0, end: 99_999 },
    { start: 70_000, end: 99_999 },
  ])
    await assert.rejects(given.blobs.open(blobId, range), contentLost.matches)
})

test('given a slow endpoint, when a large body comes, then little of it is held', async () => {
  await using given = await givenS3Blobs()
  let taken = 0
  let acknowledged = 0
  let heldMost = 0
  given.far.fault = ({ query, body }, response) => {
    if (!query.has('partNumber')) return false
    void sleep(20).then(() => {
      acknowledged += body.length
      response.setHeader('etag', '"x"').end()
    })
    return true
  }
  async function* large() {
    const chunk = Buffer.alloc(MIB)
    for (; taken < 160 * MIB; taken += MIB) {
      heldMost = Math.max(heldMost, taken - acknowledged)
      yield chunk
    }
  }

  await given.blobs.create(large())

  assert.equal(acknowledged, 160 * MIB)
  assert.ok(heldMost <= 4 * 8 * MIB, `${heldMost / MIB} MiB were held`)
})

test('given many bodies at once, when one more comes, then it is told to slow down', async () => {
  await using given = await givenS3Blobs()
  const waiting = Array.from({ length: 64 }, () => new Readable({ read: () => undefined }))
  const creations = waiting.map((body) => given.blobs.create(body))

  await assert.rejects(given.blobs.create(inChunks(Buffer.from('x'), 1)), upstreamBusy.matches)

  for (const body of waiting) body.push(null)
  await Promise.all(creations)
  await given.blobs.create(inChunks(Buffer.from('x'), 1))
})

test('given a large blob, when cloned, then the endpoint copies it piece by piece', async () => {
  await using given = await givenS3Blobs()
  const { blobId } = await kept(given, 10)
  const ranges: unknown[] = []
  given.far.fault = ({ method, query, headers }, response) => {
    if (method === 'HEAD') response.writeHead(200, { 'content-length': 600 * MIB }).end()
    else if (!query.has('partNumber')) return false
    else {
      ranges.push(headers['x-amz-copy-source-range'])
      response.end('<CopyPartResult><ETag>"x"</ETag></CopyPartResult>')
    }
    return true
  }

  await given.blobs.clone(blobId)

  assert.deepEqual(ranges, [
    `bytes=0-${256 * MIB - 1}`,
    `bytes=${256 * MIB}-${512 * MIB - 1}`,
    `bytes=${512 * MIB}-${600 * MIB - 1}`,
  ])
})

test('given a place of another platform, when used, then nothing is done there', async () => {
  await using given = await givenS3Blobs()
  given.far.objects.set('lake/millrace.json', Buffer.from('{"storeId":"theirs"}'))
  given.far.objects.set(`lake/blobs/00/s${'0'.repeat(32)}`, Buffer.from('theirs'))

  await assert.rejects(kept(given, 10), upstreamRefused.matches)
  await assert.rejects(given.blobs.aged(new Date())[Symbol.asyncIterator]().next())
  await assert.rejects(given.blobs.clearStaging(new Date()), upstreamRefused.matches)

  assert.equal(given.far.objects.size, 2)
  const { detail } = await given.upstream.state(given.blobs.check)
  assert.match(detail, /belongs to another platform/)
})

test('given blobs elsewhere, when the place is an empty one, then it is refused', async () => {
  await using given = await givenS3Blobs()
  given.place.location = 's3://before/'

  await assert.rejects(given.blobs.open(`s${'0'.repeat(32)}`), upstreamRefused.matches)

  assert.equal(given.far.objects.size, 0)
})

test('given a key file that others may read, when used, then it is not', async () => {
  await using given = await givenS3Blobs()
  await chmod(given.far.settings.credentialsFile, 0o644)

  await assert.rejects(kept(given, 10), upstreamRefused.matches)

  assert.equal(given.far.asked.length, 0)
  const { detail, fix } = await given.upstream.state(given.blobs.check)
  assert.match(detail, /others than its owner may read it/)
  assert.match(fix ?? '', /put a key/)
})

test('given a key file without a key, when one is put there, then it is used', async () => {
  await using given = await givenS3Blobs()
  const path = given.far.settings.credentialsFile
  await writeFile(path, '[default]\n', { mode: 0o600 })
  await assert.rejects(kept(given, 10), upstreamRefused.matches)

  await writeFile(path, 'aws_access_key_id=AKIANEW\naws_secret_access_key=s\n', { mode: 0o600 })

  await kept(given, 10)
})

test('given an endpoint that refuses, when a file is to go there, then it is closed', async () => {
  await using given = await givenS3Blobs()
  given.far.fault = (_, response) => refuse(response, 403, 'AccessDenied')
  const path = await given.blobs.stagingPath()
  await writeFile(path, patterned(100_000))

  await assert.rejects(given.blobs.adopt(path), upstreamRefused.matches)

  // A stream that is destroyed closes its file a moment later.
  for (let turns = 0; (await openFiles()).includes(path); turns += 1) {
    assert.ok(turns < 100, 'the file stays open')
    await sleep(10)
  }
  assert.equal((await stat(path)).size, 100_000)
})

async function openFiles(): Promise<string[]> {
  const names = await readdir('/proc/self/fd')
  return Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
}
