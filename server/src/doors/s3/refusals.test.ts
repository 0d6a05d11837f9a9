import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'
import { send } from './testing/raw-request.ts'
import { sign } from './testing/sign.ts'

let given: GivenS3

before(async () => {
  given = await givenS3()
  await given.storage.write('s3://lake/a', Buffer.from('x'))
})
after(() => given[Symbol.asyncDispose]())

async function ask(
  method: string,
  path: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
) {
  const { host } = new URL(given.url)
  const payload = 'UNSIGNED-PAYLOAD'
  const { message } = sign(host, given.ownerKey, { method, path, headers, payload })
  const length = { 'content-length': `${Buffer.byteLength(body)}` }
  const answer = await send(given, { ...message, headers: { ...message.headers, ...length }, body })
  const code = /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1] ?? ''
  return { ...answer, told: `${answer.status} ${code}`.trim() }
}

const ABSENT = 'Zu4ZUGD6n5rSKYkxUzs7TxHXCHLDGgXU'

test('given ids that no version could have, when named, then they are malformed', async () => {
  for (const id of ['7', 'zz', '', 'a'.repeat(33), 'a'.repeat(1025), '%00', '..%2F..'])
    for (const [method, path] of [
      ['GET', '/lake/a?versionId='],
      ['DELETE', '/lake/a?versionId='],
      ['GET', '/lake/a?tagging&versionId='],
      ['GET', '/lake/a?acl&versionId='],
      ['GET', '/lake/a?attributes&versionId='],
    ] as const) {
      const headers = { 'x-amz-object-attributes': 'ETag' }
      const { status, text } = await ask(method, path + id, { headers })
      assert.equal(status, 400, `${method} ${path}${id}`)
      if (id !== '%00') assert.match(text, /InvalidArgument.*Invalid version id specified/)
    }
  assert.equal((await ask('HEAD', '/lake/a?versionId=7')).told, '400')
  assert.equal((await ask('GET', `/lake/a?versionId=${ABSENT}`)).told, '404 NoSuchVersion')
  const source = { 'x-amz-copy-source': '/lake/a?versionId=zz' }
  assert.equal((await ask('PUT', '/lake/b', { headers: source })).told, '400 InvalidArgument')
  assert.equal((await ask('GET', '/lake/a')).text, 'x')
})

const digestOf = (body: string) => ({
  'content-md5': createHash('md5').update(body).digest('base64'),
})

test('given many to delete, when nothing says they came whole, then refused', async () => {
  const body = '<Delete><Object><Key>a</Key></Object></Delete>'

  const bare = await ask('POST', '/lake?delete', { body })

  assert.equal(bare.told, '400 InvalidRequest')
  assert.match(bare.text, /Missing required header for this request: Content-MD5/)
  assert.equal((await ask('GET', '/lake/a')).text, 'x')
})

test('given a malformed version among many, when deleted, then it alone is refused', async () => {
  await given.storage.write('s3://lake/gone', Buffer.from('x'))
  const object = (key: string, id: string) =>
    `<Object><Key>${key}</Key><VersionId>${id}</VersionId></Object>`
  const body = `<Delete>${object('a', 'zz')}${object('gone', 'null')}</Delete>`

  const { status, text } = await ask('POST', '/lake?delete', { headers: digestOf(body), body })

  assert.equal(status, 200)
  assert.match(text, /<Error><Key>a<\/Key><VersionId>zz<\/VersionId><Code>InvalidArgument<\/Code>/)
  assert.match(text, /<Deleted><Key>gone<\/Key>/)
  assert.equal((await ask('GET', '/lake/a')).text, 'x')
  assert.equal((await ask('GET', '/lake/gone')).told, '404 NoSuchKey')
})

test('given tags of the system, when put on objects or buckets, then refused', async () => {
  const tagging = (key: string) =>
    `<Tagging><TagSet><Tag><Key>${key}</Key><Value>v</Value></Tag></TagSet></Tagging>`
  for (const key of ['aws:team', 'AWS:team']) {
    for (const path of ['/lake/a?tagging', '/lake?tagging'])
      assert.equal((await ask('PUT', path, { body: tagging(key) })).told, '400 InvalidTag')
    const headers = { 'x-amz-tagging': `${encodeURIComponent(key)}=v` }
    assert.equal((await ask('PUT', '/lake/b', { headers })).told, '400 InvalidTag')
  }
  assert.equal((await ask('PUT', '/lake/a?tagging', { body: tagging('team:aws:x') })).status, 200)
})

test('given a place elsewhere, when a bucket is made there, then as S3 refuses it', async () => {
  for (const [place, told] of [
    ['us-east-1', '200'],
    ['eu-west-1', '400 IllegalLocationConstraintException'],
    ['us-gov-west-1', '400 IllegalLocationConstraintException'],
    ['EU', '400 IllegalLocationConstraintException'],
    ['moon', '400 InvalidLocationConstraint'],
    ['', '400 InvalidLocationConstraint'],
  ] as const) {
    const wanted = `<LocationConstraint>${place}</LocationConstraint>`
    const body = `<CreateBucketConfiguration>${wanted}</CreateBucketConfiguration>`
    assert.equal((await ask('PUT', '/placed', { body })).told, told, place)
  }
})

test('given names that S3 keeps for itself, when a bucket is made, then refused', async () => {
  for (const name of [
    ...['xn--a', 'sthree-a', 'sthree-configurator', 'amzn-s3-demo-bucket', 'a-s3alias'],
    ...['a--ol-s3', 'abc.mrap', 'a--x-s3', 'a--table-s3'],
  ])
    assert.equal((await ask('PUT', `/${name}`)).told, '400 InvalidBucketName', name)
  for (const name of ['a-xn--a', 'mrap.abc', 's3alias', 'my-amzn-s3-demo-a'])
    assert.equal((await ask('PUT', `/${name}`)).told, '200', name)
})

test('given headers that fill more than 8 KB, when put with an object, then refused', async () => {
  const long = (bytes: number) => 'x'.repeat(bytes)
  const halves = { 'cache-control': long(4_000), 'content-disposition': long(4_000) }
  for (const [headers, told] of [
    [halves, '200'],
    [{ ...halves, 'x-amz-meta-a': long(300) }, '400 RequestHeaderSectionTooLarge'],
    [{ 'cache-control': long(8_200) }, '400 RequestHeaderSectionTooLarge'],
    [{ 'x-amz-meta-a': long(2_100) }, '400 MetadataTooLarge'],
  ] as const) {
    assert.equal((await ask('PUT', '/lake/described', { headers })).told, told)
    const begun = await ask('POST', '/lake/described?uploads', { headers })
    assert.equal(begun.told, told)
  }
})
