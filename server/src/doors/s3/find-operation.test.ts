import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'
import { type RawAnswer, send } from './testing/raw-request.ts'
import { sign } from './testing/sign.ts'

let given: GivenS3

before(async () => {
  given = await givenS3()
})
beforeEach(async () => {
  await given.storage.write('s3://lake/a', Buffer.from('years of data'))
})
after(() => given[Symbol.asyncDispose]())

async function ask(method: string, path: string, form: 'header' | 'query' = 'header') {
  const { host } = new URL(given.url)
  const body = method === 'PUT' || method === 'POST' ? '<x/>' : ''
  const payload = 'UNSIGNED-PAYLOAD'
  const { message } = sign(host, given.ownerKey, { method, path, form, payload })
  const headers = { ...message.headers, 'content-length': `${body.length}` }
  return send(given, { ...message, headers, body })
}

async function assertUntouched(what: string) {
  const { status, text } = await ask('GET', '/lake/a')
  assert.deepEqual({ status, text }, { status: 200, text: 'years of data' }, what)
}

const codeOf = ({ status, text }: RawAnswer) =>
  `${status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? ''}`.trim()

/** Of the S3 models of botocore 1.43; the last two are of no model. */
const RESOURCES = [
  ...['abac', 'accelerate', 'analytics', 'annotation', 'cors', 'encryption', 'inventory'],
  ...['intelligent-tiering', 'legal-hold', 'lifecycle', 'logging', 'metadataAnnotationTable'],
  ...['metadataConfiguration', 'metadataInventoryTable', 'metadataJournalTable', 'metadataTable'],
  ...['metrics', 'notification', 'object-lock', 'renameObject', 'replication', 'requestPayment'],
  ...['restore', 'retention', 'select', 'session', 'torrent', 'website', 'appeared-tomorrow', 'A'],
]

test('given resources that nobody serves, when asked for, then nothing else is done', async () => {
  for (const name of RESOURCES)
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'])
      for (const path of [`/lake/a?${name}`, `/lake?${name}`, `/lake/a?${name}=&x-id=Any&b=c`]) {
        const answer = await ask(method, path)
        const expected = method === 'HEAD' ? '501' : '501 NotImplemented'
        assert.equal(codeOf(answer), expected, `${method} ${path}`)
      }
  await assertUntouched('by what is not served')
})

test('given parameters out of place, when something would change, then refused', async () => {
  for (const [method, path, expected] of [
    ['PUT', '/lake/a?partNumber=1', '400 InvalidArgument'],
    ['PUT', '/lake/a?uploadId=u', '400 InvalidArgument'],
    ['PUT', '/lake/a?versionId=null', '400 InvalidArgument'],
    ['PUT', '/lake/a?prefix=', '400 InvalidArgument'],
    ['PUT', '/lake/a?foo=1', '400 InvalidArgument'],
    ['PUT', '/lake/a?uploadId', '501 NotImplemented'],
    ['PUT', '/lake/a?acl&tagging', '501 NotImplemented'],
    ['PUT', '/lake/a?X-Amz-Copy-Source=%2Flake%2Fb', '400 InvalidArgument'],
    ['POST', '/lake/a?uploads&partNumber=1', '400 InvalidArgument'],
    ['POST', '/lake/a?delete', '501 NotImplemented'],
    ['POST', '/lake?delete&versionId=1', '400 InvalidArgument'],
    ['DELETE', '/lake/a?partNumber=1', '400 InvalidArgument'],
    ['DELETE', '/lake/a?foo=1', '400 InvalidArgument'],
    ['DELETE', '/lake/a?uploads', '501 NotImplemented'],
    ['DELETE', '/lake?versioning', '501 NotImplemented'],
    ['DELETE', '/lake?versionId=1', '400 InvalidArgument'],
    ['DELETE', '/lake?list-type=2', '400 InvalidArgument'],
    ['PUT', '/fresh?versions', '501 NotImplemented'],
    ['PUT', '/fresh?foo=1', '400 InvalidArgument'],
  ] as const) {
    assert.equal(codeOf(await ask(method, path)), expected, `${method} ${path}`)
    await assertUntouched(`${method} ${path}`)
  }
  assert.equal(codeOf(await ask('GET', '/fresh')), '404 NoSuchBucket')
})

test('given what S3 ignores, when it stands in the query, then it does no harm', async () => {
  for (const [method, path] of [
    ['GET', '/lake/a?x-id=GetObject'],
    ['GET', '/lake/a?_=1700000000&nocache=7'],
    ['GET', '/lake/a?prefix=&x-tag'],
    ['GET', '/lake?prefix=&versionId=&marker='],
    ['GET', '/lake?list-type=2&start-after=&prefix=&metadata=true'],
    ['GET', '/?x-id=ListBuckets'],
    ['PUT', '/lake/b?x-id=PutObject&x-amz-checksum-crc32=AAAAAA%3D%3D&x-customer=7'],
    ['DELETE', '/lake/b?x-id=DeleteObject&versionId=null'],
  ] as const)
    for (const form of ['header', 'query'] as const) {
      const { status, text } = await ask(method, path, form)
      assert.ok(status < 300, `${method} ${path} by ${form}: ${status} ${text}`)
    }
})
