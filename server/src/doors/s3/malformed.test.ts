import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'
import { type RawAnswer, send } from './testing/raw-request.ts'
import { sign } from './testing/sign.ts'

let given: GivenS3

before(async () => {
  given = await givenS3()
  await given.storage.write('s3://lake/a', Buffer.from('x'))
})
after(() => given[Symbol.asyncDispose]())

interface Asked {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

async function ask({ method, path, headers = {}, body = '' }: Asked): Promise<RawAnswer> {
  const { host } = new URL(given.url)
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  const { message } = sign(host, given.ownerKey, {
    method,
    path,
    headers,
    payload: 'UNSIGNED-PAYLOAD',
  })
  return send(given, { ...message, headers: { ...message.headers, ...length }, body })
}

/** What the door does not do it may say with 501, and no other failure is its own. */
function wellAnswered({ status }: RawAnswer): boolean {
  return status < 500 || status === 501
}

async function assertAlive() {
  const { status, text } = await ask({ method: 'GET', path: '/lake/a' })
  assert.deepEqual({ status, text }, { status: 200, text: 'x' })
}

const ODD = [
  ...['', ' ', '0', '-1', '1', '2', '9'.repeat(9), '9'.repeat(400), '1e9', 'NaN', 'null', 'true'],
  ...['%00', '%', '%zz', '%ff', '%c3%28', '%ED%A0%80', '%F4%8F%BF%BF', '%EF%BF%BF', '%0a', '%2f'],
  ...[
    '..',
    '//',
    '/',
    'a',
    'a/',
    '*',
    '"',
    "'",
    '&lt;',
    '\u00e9',
    '\u00ff',
    '+',
    ';',
    '$(x)',
    '{}',
  ],
  ...['lake/a', '/lake/a', 'lake', 'a'.repeat(2000), 'enabled', 'url', 'public-read', 'COPY'],
  ...['bytes=0-0', 'bytes=-0', 'bytes=5-1', 'bytes=0-99999999999999999', 'Thu, 01 Jan 1970'],
  ...['9999-99-99T99:99:99Z', '0000', 'AAAAAA==', '=', 'x=y&x=z', 'CRC32', 'STANDARD', 'ETag'],
]
const odd = fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: latin(), maxLength: 12 }))

function latin() {
  return fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code))
}

const QUERIES = [
  ...['acl', 'attributes', 'continuation-token', 'delete', 'delimiter', 'encoding-type'],
  ...['fetch-owner', 'key-marker', 'list-type', 'location', 'marker', 'max-keys', 'max-parts'],
  ...['max-uploads', 'ownershipControls', 'part-number-marker', 'partNumber', 'policy', 'prefix'],
  ...['response-content-type', 'start-after', 'tagging', 'upload-id-marker', 'uploadId', 'uploads'],
  ...['version-id-marker', 'versionId', 'versioning', 'versions', 'cors', 'select', 'x'],
]
const HEADERS = [
  ...['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
  ...['content-type', 'content-md5', 'content-encoding', 'content-disposition', 'expires'],
  ...['x-amz-copy-source', 'x-amz-copy-source-range', 'x-amz-copy-source-if-match'],
  ...['x-amz-metadata-directive', 'x-amz-tagging', 'x-amz-tagging-directive', 'x-amz-meta-a'],
  ...['x-amz-checksum-crc32', 'x-amz-checksum-crc64nvme', 'x-amz-checksum-sha256'],
  ...['x-amz-checksum-algorithm', 'x-amz-checksum-type', 'x-amz-checksum-mode', 'x-amz-acl'],
  ...['x-amz-grant-read', 'x-amz-object-ownership', 'x-amz-expected-bucket-owner'],
  ...[
    'x-amz-object-attributes',
    'x-amz-max-parts',
    'x-amz-part-number-marker',
    'x-amz-mp-object-size',
  ],
  ...['x-amz-if-match-size', 'x-amz-if-match-last-modified-time', 'x-amz-trailer'],
  ...['x-amz-decoded-content-length', 'x-amz-storage-class', 'x-amz-server-side-encryption'],
]

const target = fc.oneof(
  fc.constantFrom('/lake', '/lake/a', '/', '/none', '/none/a', '/lake/'),
  odd.map((text) => `/lake/${text}`),
  odd.map((text) => `/${text}`),
)
const query = fc.array(fc.tuple(fc.constantFrom(...QUERIES), odd), { maxLength: 3 })
const headers = fc.dictionary(fc.constantFrom(...HEADERS), odd.map(headerText), { maxKeys: 3 })

/** What a client can put into a header at all. */
function headerText(text: string): string {
  return text
    .trim()
    .replaceAll(/ +/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
}

const NAMES = [
  ...['Delete', 'Object', 'Key', 'VersionId', 'Quiet', 'Tagging', 'TagSet', 'Tag', 'Value'],
  ...['CompleteMultipartUpload', 'Part', 'PartNumber', 'ETag', 'ChecksumCRC32', 'Status', 'Size'],
  ...['VersioningConfiguration', 'CreateBucketConfiguration', 'LocationConstraint', 'Rule'],
  ...['AccessControlPolicy', 'AccessControlList', 'Grant', 'OwnershipControls', 'LastModifiedTime'],
]
const text = fc.constantFrom(...ODD, '&#0;', '&#xd800;', '&#x10ffff;', '&#1;', '&x;', '\0', ']]>')
const { xml } = fc.letrec<{ xml: string }>((tie) => ({
  xml: fc.oneof(
    { maxDepth: 3 },
    text,
    fc
      .tuple(fc.constantFrom(...NAMES), fc.array(tie('xml'), { maxLength: 4 }))
      .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
  ),
}))
const body = fc.oneof(
  fc.constant(''),
  xml,
  fc.json().map((json) => `{"Version":"2012-10-17","Statement":${json}}`),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
)
const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH')

test('given any signed request, when asked, then nothing of it fails the door', async () => {
  const asked = fc.record({ method, target, query, headers, body })
  await fc.assert(
    fc.asyncProperty(asked, async ({ method, target, query, headers, body }) => {
      const pairs = query.map(([name, value]) => `${name}=${value.replaceAll(/[#&? ]/g, '_')}`)
      const path = `${target.replaceAll(/[#? ]/g, '_')}?${pairs.join('&')}`
      const answer = await ask({ method, path, headers, body: method === 'GET' ? '' : body })
      assert.ok(wellAnswered(answer), `${answer.status} ${answer.text}`)
    }),
    { numRuns: 500 },
  )
  // One of them may have emptied and deleted it.
  await given.storage.ensureBucket({ name: 'lake', accountId: given.owner.accountId })
  await given.storage.write('s3://lake/a', Buffer.from('x'))
  await assertAlive()
})

const deep = (open: string, times: number, close: string) =>
  open.repeat(times) + close.repeat(times)
const MIB = 2 ** 20
const documents: Record<string, string> = {
  'a comment of 2 MiB': `<Delete><!--${'x'.repeat(2 * MIB)}--></Delete>`,
  'an attribute of 2 MiB': `<Delete a="${'x'.repeat(2 * MIB)}"/>`,
  'a million attributes': `<Delete ${'a="b" '.repeat(MIB / 4)}/>`,
  'a name of 2 MiB': `<${'x'.repeat(2 * MIB)}/>`,
  'a million elements': `<Delete>${'<a/>'.repeat(MIB / 4)}</Delete>`,
  'a million open elements': '<Delete>'.repeat(MIB / 4),
  'a million references': `<Delete>${'&amp;'.repeat(MIB / 4)}</Delete>`,
  'entities that expand': `<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>
    <Delete><Object><Key>&c;</Key></Object></Delete>`,
  'an external entity':
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Delete>&b;</Delete>',
  'a body over all bounds': 'x'.repeat(9 * MIB),
  'a policy nested to the bottom': `{"Statement":${deep('[', MIB, ']')}}`,
  'a policy nested within its size': `{"Statement":${deep('[', 9_000, ']')}}`,
  'a policy of objects nested': `{"Statement":${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}}`,
  'conditions that are none': JSON.stringify({
    Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: 'x', Condition: [[null]] },
  }),
}

test('given documents made to hurt, when sent, then each is refused', async () => {
  for (const [what, body] of Object.entries(documents))
    for (const asked of [
      { method: 'POST', path: '/lake?delete' },
      { method: 'PUT', path: '/lake?tagging' },
      { method: 'PUT', path: '/lake?policy' },
      { method: 'PUT', path: '/lake/a?acl' },
      { method: 'POST', path: '/lake/a?uploadId=x' },
    ]) {
      const { status, text } = await ask({ ...asked, body })
      assert.ok(status >= 400 && status < 500, `${what}, ${asked.path}: ${status} ${text}`)
    }
  await assertAlive()
})

const wire = [
  'GET /lake/a HTTP/1.1\r\n\r\n',
  'GET /lake/a\0b HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET lake HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://elsewhere/lake/a HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n',
  `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(100_000)}\r\n\r\n`,
  'FROB / HTTP/1.1\r\nHost: x\r\n\r\n',
  'PUT /lake/b HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  'PUT /lake/b HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n',
  'PUT /lake/b HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
  'PUT /lake/b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nAuthorization: AWS4-HMAC-SHA256 \r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nAuthorization: AWS4-HMAC-SHA256 ,,,===\r\n\r\n',
  'GET /?X-Amz-Signature=%ff&X-Amz-Credential=%00 HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /?AWSAccessKeyId=%00&Expires=99999999999&Signature=x HTTP/1.1\r\nHost: x\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\r\n\r\n\r\n',
]

test('given bytes that are hardly a request, when sent, then the door lives on', async () => {
  for (const bytes of wire) {
    const answer = await exchangeBytes(Buffer.from(bytes, 'latin1'))
    assert.doesNotMatch(answer, /^HTTP\/1\.1 5(?!01)/, JSON.stringify(bytes.slice(0, 80)))
  }
  await assertAlive()
})

test('given a client that is still sending, when refused, then it hears why', async () => {
  const { host } = new URL(given.url)
  const path = '/never-made/a'
  const asked = { method: 'PUT', path, payload: 'UNSIGNED-PAYLOAD' }
  const { headers } = sign(host, given.ownerKey, asked).message
  const head = Object.entries({ ...headers, 'Content-Length': `${64 * MIB}` })
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`)
  const sent = [
    `PUT ${path} HTTP/1.1\r\n${lines.join('')}\r\n`,
    ...Array.from({ length: 16 }, () => 'x'.repeat(MIB)),
  ]

  const answer = await exchangeBytes(Buffer.from(sent.join('')), {
    ...{ listenAfterMs: 500, enough: '</Error>' },
  })

  assert.match(answer, /^HTTP\/1.1 404 .*NoSuchBucket.*<\/Error>$/s)
})

/** What comes back until the other side closes, or `enough`: then the bytes are not the last. */
function exchangeBytes(
  bytes: Buffer,
  { listenAfterMs = 0, enough }: { listenAfterMs?: number; enough?: string } = {},
): Promise<string> {
  const { port, hostname } = new URL(given.url)
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.pause()
  setTimeout(() => socket.resume(), listenAfterMs)
  socket.on('data', (part) => {
    answer += part.toString('latin1')
    if (answer.includes(enough ?? '\r\n\r\n')) socket.destroy()
  })
  socket.on('error', () => {})
  socket.on('close', () => resolve(answer))
  if (enough) socket.write(bytes)
  else socket.end(bytes)
  return promise
}
