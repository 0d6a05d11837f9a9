import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { GetObjectAttributesCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'
import { send } from './testing/raw-request.ts'
import { sign } from './testing/sign.ts'

let given: GivenS3

before(async () => {
  given = await givenS3()
})
after(() => given[Symbol.asyncDispose]())

const BODY = 'y'
const sum = (algorithm: string, body: string | Buffer = BODY) =>
  createHash(algorithm).update(body).digest('base64')
const crc = (body: string | Buffer) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString('base64')
}

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = method === 'PUT' ? BODY : '',
) {
  const { 'x-amz-content-sha256': payload = 'UNSIGNED-PAYLOAD', ...others } = headers
  const { host } = new URL(given.url)
  const { message } = sign(host, given.ownerKey, { method, path, headers: others, payload })
  const length = { 'content-length': `${Buffer.byteLength(body)}` }
  return send(given, { ...message, headers: { ...message.headers, ...length }, body })
}

async function assertRefused(
  asked: Parameters<typeof ask>,
  [status, code, reason]: readonly [number, string, RegExp?],
) {
  const answer = await ask(...asked)
  assert.equal(answer.status, status, `${JSON.stringify(asked.slice(0, 3))}: ${answer.text}`)
  assert.match(answer.text, new RegExp(`<Code>${code}</Code>`), JSON.stringify(asked.slice(0, 3)))
  if (reason) assert.match(answer.text, reason)
}

const CHUNKED = {
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': '1',
}
const SDK = 'x-amz-sdk-checksum-algorithm'
const INVALID = [400, 'InvalidRequest'] as const
const lies: [Record<string, string>, readonly [number, string, RegExp?]][] = [
  [{ 'x-amz-checksum-foo': 'AAAA' }, [...INVALID, /algorithm type you specified/]],
  [{ 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' }, [501, 'NotImplemented']],
  [{ 'x-amz-checksum-xxhash3': 'AAAAAAAAAAA=' }, [501, 'NotImplemented']],
  [{ 'x-amz-checksum-xxhash128': 'AAAAAAAAAAAAAAAAAAAAAA==' }, [501, 'NotImplemented']],
  [{ 'x-amz-checksum-sha512': sum('sha512', 'n') }, [400, 'BadDigest']],
  [{ 'x-amz-checksum-md5': sum('md5', 'n') }, [400, 'BadDigest']],
  [{ 'x-amz-checksum-md5': 'AAAA' }, [...INVALID, /Value for x-amz-checksum-md5/]],
  [
    { 'x-amz-checksum-crc32': crc(BODY), 'x-amz-checksum-sha1': sum('sha1') },
    [...INVALID, /Expecting a single x-amz-checksum- header/],
  ],
  [{ [SDK]: 'SHA256' }, [...INVALID, /no corresponding/]],
  [{ [SDK]: 'FOO', 'x-amz-checksum-crc32': crc(BODY) }, [...INVALID, /Value for x-amz-sdk/]],
  [{ [SDK]: 'SHA256', 'x-amz-checksum-crc32': crc(BODY) }, [...INVALID, /Value for x-amz-sdk/]],
  [{ [SDK]: 'SHA256', 'x-amz-trailer': 'x-amz-checksum-sha256' }, [400, 'MalformedTrailerError']],
  [
    { ...CHUNKED, 'x-amz-trailer': 'x-amz-meta-a' },
    [...INVALID, /x-amz-trailer header is not supported/],
  ],
  [{ ...CHUNKED, 'x-amz-trailer': 'x-amz-checksum-xxhash3' }, [501, 'NotImplemented']],
]

test('given checksums that lie or that nobody knows, when put, then refused', async () => {
  const path = '/lake/lies'
  const upload = await beginUpload('/lake/lies')
  for (const [headers, expected] of lies) {
    await assertRefused(['PUT', path, headers], expected)
    await assertRefused(['PUT', `${path}?partNumber=1&uploadId=${upload}`, headers], expected)
  }
  assert.equal((await ask('HEAD', path)).status, 404)
})

test('given every checksum that is served, when put, then verified and told', async () => {
  const client = given.client(given.ownerKey)
  for (const [name, value] of [
    ['SHA512', sum('sha512')],
    ['MD5', sum('md5')],
    ['SHA256', sum('sha256')],
    ['CRC32', crc(BODY)],
  ] as const) {
    const headers = { [`x-amz-checksum-${name.toLowerCase()}`]: value, [SDK]: name }
    assert.equal((await ask('PUT', '/lake/summed', headers)).status, 200, name)
    const got = await ask('GET', '/lake/summed?attributes', {
      'x-amz-object-attributes': 'Checksum',
    })
    assert.match(got.text, new RegExp(`<Checksum${name}>${value.replaceAll('+', '\\+')}<`))
  }
  const body = `1\r\n${BODY}\r\n0\r\nx-amz-checksum-sha512:${sum('sha512')}\r\n\r\n`
  const decoded = { ...CHUNKED, 'x-amz-trailer': 'x-amz-checksum-sha512', [SDK]: 'SHA512' }
  assert.equal((await ask('PUT', '/lake/summed', decoded, body)).status, 200)
  await client.send(new PutObjectCommand({ Bucket: 'lake', Key: 'by-sdk', Body: BODY }))
  const by = { Bucket: 'lake', Key: 'by-sdk', ObjectAttributes: ['Checksum' as const] }
  const { Checksum } = await client.send(new GetObjectAttributesCommand(by))
  assert.equal(Checksum?.ChecksumCRC32, crc(BODY))
  client.destroy()
})

async function beginUpload(path: string, headers: Record<string, string> = {}) {
  const begun = await ask('POST', `${path}?uploads`, headers)
  assert.equal(begun.status, 200, begun.text)
  return /<UploadId>(.*)<\/UploadId>/.exec(begun.text)?.[1] ?? ''
}

const kindOf = (algorithm: string, type?: string) => ({
  'x-amz-checksum-algorithm': algorithm,
  ...(type ? { 'x-amz-checksum-type': type } : {}),
})

test('given kinds of checksums that cannot be, when an upload begins, then refused', async () => {
  for (const [headers, reason] of [
    [kindOf('SHA256', 'FULL_OBJECT'), /FULL_OBJECT checksum type cannot be used with the sha256/],
    [kindOf('SHA1', 'FULL_OBJECT'), /cannot be used/],
    [kindOf('MD5', 'FULL_OBJECT'), /cannot be used/],
    [kindOf('CRC64NVME', 'COMPOSITE'), /cannot be used/],
    [kindOf('CRC32', 'WHOLE'), /Value for x-amz-checksum-type/],
    [kindOf('XXHASH64'), /Checksum algorithm provided is unsupported/],
    [{ 'x-amz-checksum-type': 'COMPOSITE' }, /can only be used with/],
  ] as const)
    await assertRefused(['POST', '/lake/big?uploads', headers], [...INVALID, reason])
})

interface Sent {
  number: number
  headers?: Record<string, string>
  named?: string
}

/** An upload of parts `y`; answers how it is completed. */
async function givenUpload(kind: Record<string, string>, parts: readonly Sent[]) {
  const path = '/lake/big'
  const id = await beginUpload(path, kind)
  for (const { number, headers } of parts) {
    const sent = await ask('PUT', `${path}?partNumber=${number}&uploadId=${id}`, headers)
    assert.equal(sent.status, 200, sent.text)
  }
  const etag = createHash('md5').update(BODY).digest('hex')
  const named = parts.map(
    (one) =>
      `<Part><PartNumber>${one.number}</PartNumber><ETag>${etag}</ETag>${one.named ?? ''}</Part>`,
  )
  const body = `<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`
  return (headers: Record<string, string> = {}): Parameters<typeof ask> => [
    'POST',
    `${path}?uploadId=${id}`,
    headers,
    body,
  ]
}

test('given parts of another checksum than announced, when sent, then refused', async () => {
  const differs = [
    ...INVALID,
    /expected checksum Type: sha256, actual checksum Type: crc32/,
  ] as const
  const none = [...INVALID, /expected checksum Type: sha256, actual checksum Type: null/] as const
  const id = await beginUpload('/lake/big', kindOf('SHA256'))
  const part = `/lake/big?partNumber=1&uploadId=${id}`
  await assertRefused(['PUT', part, { 'x-amz-checksum-crc32': crc(BODY) }], differs)
  await assertRefused(['PUT', part], none)
  const whole = await beginUpload('/lake/big', kindOf('CRC32', 'FULL_OBJECT'))

  const sent = await ask('PUT', `/lake/big?partNumber=1&uploadId=${whole}`)

  assert.equal(sent.status, 200, 'of a whole, the part is summed here')
})

test('given an upload, when completed by what is not so, then refused', async () => {
  const sha256 = { number: 1, headers: { 'x-amz-checksum-sha256': sum('sha256') } }
  const named = `<ChecksumSHA256>${sum('sha256')}</ChecksumSHA256>`
  const bare = await givenUpload(kindOf('SHA256'), [sha256])
  await assertRefused(bare(), [...INVALID, /must include the checksum for each part.*part 1/])
  const composite = await givenUpload(kindOf('SHA256'), [{ ...sha256, named }])
  const wrong = { 'x-amz-checksum-sha256': `${sum('sha256', 'n')}-1` }
  await assertRefused(composite(wrong), [400, 'BadDigest'])
  const other = { 'x-amz-checksum-crc32': crc(BODY) }
  await assertRefused(composite(other), [...INVALID, /expected checksum Type: sha256/])
  const mode = { 'x-amz-checksum-type': 'FULL_OBJECT' }
  await assertRefused(composite(mode), [...INVALID, /using the COMPOSITE checksum mode/])
  const size = { 'x-amz-mp-object-size': '99' }
  await assertRefused(composite(size), [...INVALID, /99 does not match what was computed: 1/])
  const noSize = { 'x-amz-mp-object-size': '-1' }
  await assertRefused(composite(noSize), INVALID)
  const full = await givenUpload(kindOf('CRC32', 'FULL_OBJECT'), [{ number: 1 }])
  await assertRefused(full({ 'x-amz-checksum-crc32': 'AAAAAA==' }), [400, 'BadDigest'])
  const plain = await givenUpload({}, [{ number: 1 }])
  const unknown = { 'x-amz-checksum-sha256': sum('sha256') }
  await assertRefused(plain(unknown), [...INVALID, /expected checksum Type: null/])
  assert.equal((await ask('HEAD', '/lake/big')).status, 404)

  for (const [complete, headers, told] of [
    [
      composite,
      { 'x-amz-mp-object-size': '1', 'x-amz-checksum-type': 'COMPOSITE' },
      /SHA256>.*-1</,
    ],
    [full, { 'x-amz-checksum-crc32': crc(BODY) }, /<ChecksumCRC32>.*FULL_OBJECT/],
    [plain, { 'x-amz-mp-object-size': '1' }, /ETag/],
  ] as const) {
    const done = await ask(...complete(headers))
    assert.equal(done.status, 200, done.text)
    assert.match(done.text, told)
  }
})

test('given objects and parts, when copied, then with the checksum that was asked', async () => {
  await ask('PUT', '/lake/source', { 'x-amz-checksum-sha1': sum('sha1') })
  const source = { 'x-amz-copy-source': '/lake/source' }

  const kept = await ask('PUT', '/lake/copy', source, '')
  const anew = await ask('PUT', '/lake/copy', { ...source, ...kindOf('SHA256') }, '')
  const wrong = await ask('PUT', '/lake/copy', { ...source, ...kindOf('FOO') }, '')

  assert.match(kept.text, new RegExp(`<ChecksumSHA1>${sum('sha1').replaceAll('+', '\\+')}<`))
  assert.match(anew.text, new RegExp(`<ChecksumSHA256>${sum('sha256').replaceAll('+', '\\+')}<`))
  assert.doesNotMatch(anew.text, /SHA1/)
  assert.equal(wrong.status, 400)
  const id = await beginUpload('/lake/big', kindOf('CRC32'))
  const part = await ask('PUT', `/lake/big?partNumber=1&uploadId=${id}`, source, '')
  assert.match(part.text, new RegExp(`<ChecksumCRC32>${crc(BODY).replaceAll('+', '\\+')}<`))
})
