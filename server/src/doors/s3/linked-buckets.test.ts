import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { givenLink, patterned } from './testing/given-link.ts'
import { answerOf, rawRequest } from './testing/raw-request.ts'

const MIB = 2 ** 20
const at = (Key: string) => ({ Bucket: 'linked', Key })
const there = (key: string) => ({ Bucket: 'lake', Key: `data/${key}` })
const code = (expected: string) => (error: { name: string }) => error.name === expected

const notModified = (error: { $metadata: { httpStatusCode: number } }) =>
  error.$metadata.httpStatusCode === 304

async function bytesAt(client: S3Client, where: { Bucket: string; Key: string }, Range?: string) {
  const got = await client.send(new GetObjectCommand({ ...where, Range }))
  return Buffer.from((await got.Body?.transformToByteArray()) ?? [])
}

async function keysOf(client: S3Client, Bucket: string): Promise<string[]> {
  const listed = await client.send(new ListObjectsV2Command({ Bucket }))
  return (listed.Contents ?? []).map(({ Key = '' }) => Key)
}

test('given a linked bucket, when objects go and come, then they lie at the endpoint', async () => {
  await using given = await givenLink()
  const { client, farClient } = given
  const described = { Metadata: { a: '1' }, ContentType: 'text/csv', CacheControl: 'no-store' }
  const large = patterned(20 * MIB + 1)

  await client.send(new PutObjectCommand({ ...at('lärge/ +%2F'), ...described, Body: large }))
  await client.send(new PutObjectCommand({ ...at('small'), Body: 'x' }))
  await farClient.send(new PutObjectCommand({ ...there('theirs'), Body: 'from elsewhere' }))

  assert.deepEqual(await keysOf(client, 'linked'), ['lärge/ +%2F', 'small', 'theirs'])
  assert.deepEqual(await keysOf(given.near.client(given.near.ownerKey), 'lake'), [])
  assert.ok(large.equals(await bytesAt(client, at('lärge/ +%2F'))))
  assert.ok(large.equals(await bytesAt(farClient, there('lärge/ +%2F'))))
  const head = await client.send(new HeadObjectCommand(at('lärge/ +%2F')))
  assert.deepEqual(head.Metadata, { a: '1' })
  assert.deepEqual([head.ContentType, head.CacheControl], ['text/csv', 'no-store'])
  assert.equal(head.ContentLength, large.length)
  const theirs = await client.send(new HeadObjectCommand(at('theirs')))
  const known = await farClient.send(new HeadObjectCommand(there('theirs')))
  assert.equal(theirs.ETag, known.ETag)
})

test('given ranges and conditions, when read, then they hold as elsewhere', async () => {
  await using given = await givenLink()
  const { client } = given
  const put = await client.send(new PutObjectCommand({ ...at('ten'), Body: '0123456789' }))
  const read = (wish: object) => client.send(new GetObjectCommand({ ...at('ten'), ...wish }))

  assert.equal(String(await bytesAt(client, at('ten'), 'bytes=2-4')), '234')
  assert.equal(String(await bytesAt(client, at('ten'), 'bytes=7-')), '789')
  assert.equal(String(await bytesAt(client, at('ten'), 'bytes=-3')), '789')
  assert.equal((await read({ Range: 'bytes=2-99' })).ContentRange, 'bytes 2-9/10')
  assert.equal(String(await bytesAt(client, at('ten'))), '0123456789')
  await assert.rejects(read({ Range: 'bytes=10-' }), code('InvalidRange'))
  await assert.rejects(read({ IfMatch: '"other"' }), code('PreconditionFailed'))
  await assert.rejects(read({ IfNoneMatch: put.ETag }), notModified)
  assert.equal((await read({ IfMatch: put.ETag, Range: 'bytes=0-0' })).ContentLength, 1)
  await assert.rejects(client.send(new GetObjectCommand(at('none'))), code('NoSuchKey'))
  await assert.rejects(read({ VersionId: 'v'.repeat(32) }), code('NoSuchVersion'))
  await assert.rejects(read({ PartNumber: 1 }), code('NotImplemented'))
})

test('given writers at once, when each wants to be first, then one is', async () => {
  await using given = await givenLink()
  const { client } = given
  const first = (Body: string) =>
    client.send(new PutObjectCommand({ ...at('first'), Body, IfNoneMatch: '*' }))

  const tried = await Promise.allSettled(['a', 'b', 'c', 'd'].map(first))

  assert.equal(tried.filter(({ status }) => status === 'fulfilled').length, 1)
  const held = await client.send(new HeadObjectCommand(at('first')))
  const next = { ...at('first'), Body: 'next', IfMatch: held.ETag }
  await client.send(new PutObjectCommand(next))
  await assert.rejects(client.send(new PutObjectCommand(next)), code('PreconditionFailed'))
  const long = { ...at('long'), Body: Buffer.alloc(8 * MIB + 1), IfNoneMatch: '*' }
  await assert.rejects(client.send(new PutObjectCommand(long)), code('NotImplemented'))
})

test('given uploads there, when listed by folders in pages, then each comes once', async () => {
  await using given = await givenLink()
  const { client } = given
  for (const key of ['x/1', 'x/2', 'y']) await begun(client, key)
  const list = (KeyMarker?: string) =>
    client.send(
      new ListMultipartUploadsCommand({
        ...{ Bucket: 'linked', Delimiter: '/', MaxUploads: 1 },
        ...(KeyMarker === undefined ? {} : { KeyMarker }),
      }),
    )

  const first = await list()
  const second = await list(first.NextKeyMarker)

  assert.deepEqual([first.CommonPrefixes, first.IsTruncated], [[{ Prefix: 'x/' }], true])
  assert.deepEqual([second.Uploads?.map(({ Key }) => Key), second.IsTruncated], [['y'], false])
})

test('given an upload in parts, when completed, then it is one object there', async () => {
  await using given = await givenLink()
  const { client, farClient } = given
  const upload = { ...at('parts'), ...(await begun(client, 'parts')) }
  const bodies = [patterned(9 * MIB), patterned(5 * MIB), Buffer.from('end')]
  const Parts: { PartNumber: number; ETag: string | undefined }[] = []
  for (const [index, Body] of bodies.entries()) {
    const part = { ...upload, PartNumber: index + 1, Body }
    const { ETag } = await client.send(new UploadPartCommand(part))
    Parts.push({ PartNumber: index + 1, ETag })
  }
  const listed = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }))
  assert.deepEqual(
    listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
    [
      [1, 9 * MIB],
      [2, 5 * MIB],
    ],
  )
  assert.equal(listed.IsTruncated, true)
  const running = await client.send(new ListMultipartUploadsCommand({ Bucket: 'linked' }))
  assert.deepEqual(
    running.Uploads?.map(({ Key }) => Key),
    ['parts'],
  )

  await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))

  assert.ok(Buffer.concat(bodies).equals(await bytesAt(farClient, there('parts'))))
  const gone = { ...at('gone'), ...(await begun(client, 'gone')) }
  await client.send(new AbortMultipartUploadCommand(gone))
  const late = new UploadPartCommand({ ...gone, PartNumber: 1, Body: 'x' })
  await assert.rejects(client.send(late), code('NoSuchUpload'))
  const wrong = { ...at('wrong'), ...(await begun(client, 'wrong')) }
  const named = { Parts: [{ PartNumber: 1, ETag: '"0"' }] }
  const completion = new CompleteMultipartUploadCommand({ ...wrong, MultipartUpload: named })
  await assert.rejects(client.send(completion), code('InvalidPart'))
})

async function begun(client: S3Client, key: string) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at(key)))
  return { UploadId }
}

test('given a large part that is not what it says, when it comes, then not kept', async () => {
  await using given = await givenLink()
  const { client, near } = given
  const upload = { ...at('parts'), ...(await begun(client, 'parts')) }
  const body = patterned(9 * MIB)
  const asked = rawRequest(near, {
    method: 'PUT',
    path: `/linked/parts?partNumber=1&uploadId=${upload.UploadId}`,
    headers: { 'content-length': String(body.length), 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' },
  })
  asked.end(body)

  const { text } = await answerOf(asked)

  assert.match(text, /<Code>BadDigest<\/Code>/)
  assert.deepEqual((await client.send(new ListPartsCommand(upload))).Parts ?? [], [])
})

test('given both kinds of buckets, when copied between, then names go along', async () => {
  await using given = await givenLink()
  const { client, farClient } = given
  const body = patterned(300_000)
  const Metadata = { a: '1' }
  await client.send(new PutObjectCommand({ ...at('one'), Body: body, Metadata }))
  await client.send(new PutObjectCommand({ Bucket: 'lake', Key: 'ours', Body: body, Metadata }))
  const copy = (Bucket: string, Key: string, CopySource: string, more = {}) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }))

  await copy('linked', 'within', 'linked/one')
  await copy('linked', 'in', 'lake/ours')
  await copy('lake', 'out', 'linked/one')
  const anew = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } }
  await copy('linked', 'anew', 'linked/one', anew)

  for (const where of [at('within'), at('in'), { Bucket: 'lake', Key: 'out' }]) {
    assert.ok(body.equals(await bytesAt(client, where)))
    assert.deepEqual((await client.send(new HeadObjectCommand(where))).Metadata, Metadata)
  }
  const renamed = await farClient.send(new HeadObjectCommand(there('anew')))
  assert.deepEqual(renamed.Metadata, { b: '2' })
  await assert.rejects(copy('linked', 'x', 'linked/none'), code('NoSuchKey'))
  await assert.rejects(copy('linked', 'one', 'linked/one'), code('InvalidRequest'))
  const upload = { ...at('parts'), ...(await begun(client, 'parts')) }
  for (const [index, CopySource] of ['linked/one', 'lake/ours'].entries()) {
    const part = { ...upload, PartNumber: index + 1, CopySource, CopySourceRange: 'bytes=0-9' }
    await client.send(new UploadPartCopyCommand(part))
  }
  const { Parts } = await client.send(new ListPartsCommand(upload))
  assert.deepEqual(
    Parts?.map(({ Size }) => Size),
    [10, 10],
  )
})

test('given objects, when deleted, then they are gone there', async () => {
  await using given = await givenLink()
  const { client } = given
  for (const key of ['a', 'b', 'c'])
    await client.send(new PutObjectCommand({ ...at(key), Body: key }))

  await client.send(new DeleteObjectCommand(at('a')))
  const Objects = ['b', 'none'].map((Key) => ({ Key }))
  const many = { Bucket: 'linked', Delete: { Objects } }
  const { Deleted } = await client.send(new DeleteObjectsCommand(many))

  assert.deepEqual(
    Deleted?.map(({ Key }) => Key),
    ['b', 'none'],
  )
  assert.deepEqual(await keysOf(client, 'linked'), ['c'])
  const conditional = new DeleteObjectCommand({ ...at('c'), IfMatch: '"x"' })
  await assert.rejects(client.send(conditional), code('NotImplemented'))
})
