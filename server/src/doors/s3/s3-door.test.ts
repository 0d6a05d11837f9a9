import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'
import { answerOf, rawRequest } from './testing/raw-request.ts'

const at = (Key: string) => ({ Bucket: 'lake', Key })
const code = (expected: string) => (error: { name: string }) => error.name === expected

async function blobs(given: GivenS3) {
  const names = await readdir(given.objectsDirectory, { recursive: true }).catch(() => [])
  return names.filter((name) => /b[0-9a-f]{32}$/.test(name))
}

test('given the JavaScript SDK, when objects go and come, then they are the same', async () => {
  await using given = await givenS3()
  const client = given.client(given.ownerKey)
  for (const [key, body] of [
    ['small', 'x'],
    ['lärge/ +%2F', 'y'.repeat(200_000)],
  ] as const) {
    await client.send(new PutObjectCommand({ ...at(key), Body: body, Metadata: { a: '1' } }))
    const got = await client.send(new GetObjectCommand(at(key)))
    assert.equal(await got.Body?.transformToString(), body)
    assert.deepEqual(got.Metadata, { a: '1' })
  }
  const listed = await client.send(new ListObjectsV2Command({ Bucket: 'lake' }))
  assert.deepEqual(
    listed.Contents?.map(({ Key }) => Key),
    ['lärge/ +%2F', 'small'],
  )
  client.destroy()
})

test('given vended credentials, when used, then only their prefix opens', async () => {
  await using given = await givenS3()
  given.registered.add('s3://lake/t/')
  await given.storage.write('s3://lake/t/1', Buffer.from('in'))
  await given.storage.write('s3://lake/t2/1', Buffer.from('out'))
  const scope = { prefixes: [{ location: 's3://lake/t/', access: 'read' as const }] }
  const key = await given.identity.identity.vend(given.owner, scope, 900)
  const client = given.client(key)
  const got = await client.send(new GetObjectCommand(at('t/1')))
  assert.equal(await got.Body?.transformToString(), 'in')
  for (const closed of [
    new GetObjectCommand(at('t2/1')),
    new GetObjectCommand(at('t')),
    new GetObjectCommand(at('t2/none')),
    new PutObjectCommand({ ...at('t/2'), Body: 'x' }),
    new CopyObjectCommand({ ...at('t/3'), CopySource: 'lake/t2/1' }),
    new ListObjectsV2Command({ Bucket: 'lake' }),
    new ListObjectsV2Command({ Bucket: 'lake', Prefix: 't' }),
    new ListBucketsCommand({}),
  ])
    await assert.rejects(client.send(closed as GetObjectCommand), code('AccessDenied'))
  await assert.rejects(client.send(new HeadBucketCommand({ Bucket: 'lake' })))
  client.destroy()
  const owner = given.client(given.ownerKey)
  for (const name of ['t/1', 't/none'])
    await assert.rejects(owner.send(new GetObjectCommand(at(name))), code('AccessDenied'))
  owner.destroy()
})

test('given a user and a second account, when they ask, then policies decide', async () => {
  await using given = await givenS3()
  const { identity, owner, storage } = given
  await storage.write('s3://lake/a', Buffer.from('x'))
  const none = await identity.user(owner, 'nobody')
  const other = await identity.account({ name: 'other' })
  const read = { bucket: 'lake', key: 'a', conditions: {} }
  await assert.rejects(storage.getObject(none, read), { kind: 'denied' })
  await assert.rejects(storage.getObject(other.caller, read), { kind: 'denied' })

  const statement = {
    Effect: 'Allow' as const,
    Principal: { AWS: `arn:aws:iam::${other.accountId}:root` },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::lake/*',
  }
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  await storage.putBucketPolicy(owner, { bucket: 'lake', policy })

  assert.equal((await storage.getObject(other.caller, read)).object.sizeBytes, 1)
  await assert.rejects(storage.getObject(none, read), { kind: 'denied' })
  const list = { bucket: 'lake', prefix: '', from: '', entriesMax: 9 }
  await assert.rejects(storage.listObjects(other.caller, list), { kind: 'denied' })
})

test('given paths full of tricks, when asked, then no key is another and none fails', async () => {
  await using given = await givenS3()
  await given.storage.write('s3://lake/secret', Buffer.from('secret'))
  const tricks = {
    '/lake/%2e%2e/lake/secret': 404,
    '/lake//secret': 404,
    '/lake/x%2F..%2Fsecret': 404,
    '/lake/secret%00': 400,
    '/lake/%ff': 400,
    '/lake/%': 400,
    '/lake/%ED%A0%80': 400,
    [`/lake/${'a'.repeat(1025)}`]: 400,
    '//lake/secret': 404,
    '/lake/secret?versionId=7': 400,
    [`/lake/secret?versionId=${'7'.repeat(32)}`]: 404,
    '/lake/secret?versionId=': 400,
    '/lake/secret?versionId=%00': 400,
    '/lake?versions&key-marker=a&version-id-marker=%00': 400,
    '/lake?versions&version-id-marker=7': 400,
    '/lake/secret?tagging&versionId=7': 400,
    '/lake/secret?partNumber=0': 400,
    '/lake/secret?partNumber=2': 416,
    '/lake/secret?acl&versionId=7': 400,
    '/lake/secret?torrent': 501,
    '/lake?list-type=3': 400,
    '/lake?list-type=2&max-keys=-1': 400,
    '/lake?list-type=2&max-keys=9999999999999': 400,
    '/lake?list-type=2&continuation-token=%00': 400,
    '/lake?uploads&max-uploads=x': 400,
    '/lake/secret?uploadId=none': 404,
  }
  for (const [path, status] of Object.entries(tricks)) {
    const asked = rawRequest(given, { method: 'GET', path })
    asked.end()
    const answer = await answerOf(asked)
    assert.equal(answer.status, status, `${path}: ${answer.text}`)
    assert.match(answer.text, /<Error><Code>[A-Za-z]+<\/Code>/)
  }
})

test('given bodies that lie about themselves, when put, then nothing is stored', async () => {
  await using given = await givenS3()
  const chunked = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  }
  const crc = 'x-amz-checksum-crc32:'
  const lies: [Record<string, string>, string][] = [
    [{ ...chunked, 'x-amz-decoded-content-length': '9' }, `1\r\nx\r\n0\r\n${crc}jNxrJg==\r\n\r\n`],
    [{ ...chunked, 'x-amz-decoded-content-length': '1' }, `9\r\nx\r\n0\r\n${crc}jNxrJg==\r\n\r\n`],
    [{ ...chunked, 'x-amz-decoded-content-length': '1' }, `1\r\nx\r\n0\r\n${crc}AAAAAA==\r\n\r\n`],
    [{ ...chunked, 'x-amz-decoded-content-length': '1' }, '1\r\nx\r\n'],
    [{ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'x'],
    [{ 'content-md5': 'none' }, 'x'],
    [{ 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'x'],
    [{ 'x-amz-content-sha256': '0'.repeat(64) }, 'x'],
  ]
  for (const [headers, body] of lies) {
    const asked = rawRequest(given, { method: 'PUT', path: '/lake/lie', headers })
    asked.setHeader('content-length', Buffer.byteLength(body))
    asked.end(body)
    const answer = await answerOf(asked)
    assert.equal(answer.status, 400, `${JSON.stringify(headers)}: ${answer.text}`)
  }
  assert.equal(await given.storage.stat('s3://lake/lie'), undefined)
  assert.deepEqual(await blobs(given), [])
})

test('given a client that goes away, when it puts, then nothing is left of it', async () => {
  await using given = await givenS3()
  const asked = rawRequest(given, { method: 'PUT', path: '/lake/gone' })
  asked.setHeader('content-length', 10_000_000)
  asked.on('error', () => {})
  asked.write(Buffer.alloc(3_000_000))
  await eventually(async () => (await staged(given)) === 1)

  asked.destroy()

  await eventually(async () => (await staged(given)) === 0)
  assert.equal(await given.storage.stat('s3://lake/gone'), undefined)
  assert.deepEqual(await blobs(given), [])
})

test('given malformed documents, when posted, then MalformedXML', async () => {
  await using given = await givenS3()
  const documents = [
    '',
    '<Delete>',
    '<Delete/>',
    '<Other/>',
    '<!DOCTYPE x [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>',
    '<Delete><Object><Key>&a;</Key></Object></Delete>',
    `${'<a>'.repeat(50)}`,
    '<Delete><Object></Object></Delete>',
    `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`,
    'text<Delete><Object><Key>a</Key></Object></Delete>',
  ]
  for (const body of documents) {
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') }
    const asked = rawRequest(given, { method: 'POST', path: '/lake?delete', headers })
    asked.end(body)
    const answer = await answerOf(asked)
    assert.match(answer.text, /<Code>MalformedXML</, body.slice(0, 80))
    assert.equal(answer.status, 400)
  }
})

test('given Spark’s odd headers, when it reads and deletes, then they do no harm', async () => {
  await using given = await givenS3()
  await given.storage.write('s3://lake/a', Buffer.from('x'))
  // Seen from Iceberg 1.12.0 with AWS SDK for Java 2.54.17.
  const odd = { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-te': 'append-md5', range: 'bytes=0-' }
  const read = rawRequest(given, { method: 'GET', path: '/lake/a', headers: odd })
  read.end()
  assert.deepEqual(await answerOf(read), { status: 206, text: 'x' })

  const body = '<Delete><Object><Key>a</Key></Object></Delete>'
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  const headers = { 'x-amz-checksum-crc32': sum.toString('base64') }
  const gone = rawRequest(given, { method: 'POST', path: '/lake?delete', headers })
  gone.end(body)
  assert.match((await answerOf(gone)).text, /<Deleted><Key>a<\/Key>/)
})

test('given a refused large put, when the client still sends, then it hears why', async () => {
  await using given = await givenS3()
  const asked = rawRequest(given, { method: 'PUT', path: '/none/a' })
  asked.end(Buffer.alloc(300_000))
  assert.match((await answerOf(asked)).text, /NoSuchBucket/)
})

test('given a bucket in the host, when asked, then the path is the key', async () => {
  await using given = await givenS3()
  await given.storage.write('s3://lake/lake/a', Buffer.from('x'))
  const headers = { host: 'lake.s3.us-east-1.millrace.test' }
  const asked = rawRequest(given, { method: 'GET', path: '/lake/a', headers })
  asked.end()
  assert.deepEqual(await answerOf(asked), { status: 200, text: 'x' })
})

async function staged(given: GivenS3): Promise<number> {
  return (await readdir(join(given.objectsDirectory, 'staging')).catch(() => [])).length
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, 'it did not become so in 20 s')
    await sleep(10)
  }
}
