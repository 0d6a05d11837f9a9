import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Credentials } from '../../contexts/identity/index.ts'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'
import { send } from './testing/raw-request.ts'
import { type Message, type Signing, sign, signChunks } from './testing/sign.ts'

/** One door for all cases: none of them gets to keep anything. */
let given: GivenS3
let session: Credentials
let otherSession: Credentials

before(async () => {
  given = await givenS3()
  given.registered.add('s3://lake/t/')
  const scope = { prefixes: [{ location: 's3://lake/t/', access: 'read-write' as const }] }
  session = await given.identity.identity.vend(given.owner, scope, 900)
  otherSession = await given.identity.identity.vend(given.owner, scope, 900)
})
after(() => given[Symbol.asyncDispose]())

const MINUTE = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE)
const host = () => new URL(given.url).host
const put: Signing = { method: 'PUT', path: '/lake/a', body: 'body' }
const get: Signing = { method: 'GET', path: '/lake?list-type=2&prefix=t/' }
const presignedGet: Signing = { ...get, form: 'query' }
const presignedPut: Signing = { ...put, form: 'query' }

interface Case {
  what: string
  signing: Signing
  code: string
  status: number
  /** What happens to the message on its way. */
  alter?: (message: Message) => void
  key?: () => Credentials
}

const header =
  (name: string, value: string | string[] | undefined) =>
  ({ headers }: Message) => {
    if (value === undefined) delete headers[name]
    else headers[name] = value
  }
const inHeader = (name: string, from: string | RegExp, to: string) => (message: Message) => {
  const text = String(message.headers[name])
  assert.notEqual(text.replace(from, to), text, `"${from}" is in ${text}`)
  message.headers[name] = text.replace(from, to)
}
const inPath = (from: string | RegExp, to: string) => (message: Message) => {
  assert.notEqual(message.path.replace(from, to), message.path, `"${from}" is in ${message.path}`)
  message.path = message.path.replace(from, to)
}

const mismatch = { code: 'SignatureDoesNotMatch', status: 403 }
const malformed = { code: 'AuthorizationHeaderMalformed', status: 400 }
const malformedQuery = { code: 'AuthorizationQueryParametersError', status: 400 }
const denied = { code: 'AccessDenied', status: 403 }
const skewed = { code: 'RequestTimeTooSkewed', status: 403 }
const badToken = { code: 'InvalidToken', status: 400 }
const badKey = { code: 'InvalidAccessKeyId', status: 403 }
const argument = { code: 'InvalidArgument', status: 400 }

const cases: Case[] = [
  // Time.
  { what: 'signed 16 minutes ago', signing: { ...put, at: ago(16) }, ...skewed },
  { what: 'signed 20 minutes ahead', signing: { ...put, at: ago(-20) }, ...skewed },
  { what: 'presigned and expired', signing: { ...presignedGet, at: ago(5) }, ...denied },
  { what: 'presigned for later', signing: { ...presignedGet, at: ago(-16) }, ...denied },
  {
    what: 'presigned for over a week',
    signing: { ...presignedGet, expires: '604801' },
    ...malformedQuery,
  },
  {
    what: 'presigned for less than nothing',
    signing: { ...presignedGet, expires: '-7' },
    ...malformedQuery,
  },
  {
    what: 'presigned for a word',
    signing: { ...presignedGet, expires: 'ever' },
    ...malformedQuery,
  },
  {
    what: 'presigned without an end',
    signing: presignedGet,
    alter: inPath(/&X-Amz-Expires=\d+/, ''),
    ...malformedQuery,
  },
  {
    what: 'a later end than was signed',
    signing: presignedGet,
    alter: inPath('X-Amz-Expires=60', 'X-Amz-Expires=61'),
    ...mismatch,
  },
  { what: 'no date', signing: put, alter: header('x-amz-date', undefined), ...denied },
  { what: 'a date of no form', signing: put, alter: header('x-amz-date', 'today'), ...denied },
  {
    what: 'another instant than was signed',
    signing: { ...put, at: ago(2) },
    alter: ({ headers }) => {
      const stamp = ago(1).toISOString()
      headers['x-amz-date'] = stamp.replaceAll(/[-:]|\.\d+/g, '')
    },
    ...mismatch,
  },
  { what: 'a scope of another day', signing: { ...put, scopeDate: '20130524' }, ...malformed },
  {
    what: 'presigned, a scope of another day',
    signing: { ...presignedGet, scopeDate: '20130524' },
    ...malformedQuery,
  },
  // Scope.
  { what: 'another region', signing: { ...put, region: 'eu-west-1' }, ...malformed },
  {
    what: 'presigned, another region',
    signing: { ...presignedGet, region: 'eu-west-1' },
    ...malformedQuery,
  },
  { what: 'another service', signing: { ...put, service: 'sts' }, ...malformed },
  {
    what: 'presigned, another service',
    signing: { ...presignedGet, service: 'sts' },
    ...malformedQuery,
  },
  {
    what: 'a scope of three parts',
    signing: put,
    alter: inHeader('authorization', '/us-east-1/s3/', '/s3/'),
    ...malformed,
  },
  {
    what: 'a scope of another ending',
    signing: put,
    alter: inHeader('authorization', 'aws4_request', 'aws5_request'),
    ...malformed,
  },
  // What is covered.
  { what: 'another method', signing: put, alter: (it) => (it.method = 'POST'), ...mismatch },
  { what: 'another path', signing: put, alter: inPath('lake/a', 'lake/b'), ...mismatch },
  { what: 'another query', signing: get, alter: inPath('prefix=t/', 'prefix=t'), ...mismatch },
  { what: 'a query put in', signing: get, alter: inPath('?', '?max-keys=1&'), ...mismatch },
  { what: 'a query taken out', signing: get, alter: inPath('&prefix=t/', ''), ...mismatch },
  {
    what: 'presigned, another path',
    signing: presignedPut,
    alter: inPath('a?', 'b?'),
    ...mismatch,
  },
  {
    what: 'presigned, a query put in',
    signing: presignedGet,
    alter: inPath('?', '?x=1&'),
    ...mismatch,
  },
  {
    what: 'presigned, another method',
    signing: presignedPut,
    alter: (it) => (it.method = 'POST'),
    ...mismatch,
  },
  {
    what: 'another value of a header',
    signing: { ...put, headers: { 'x-amz-meta-a': '1' } },
    alter: header('x-amz-meta-a', '2'),
    ...mismatch,
  },
  {
    what: 'a header twice',
    signing: { ...put, headers: { 'x-amz-meta-a': '1' } },
    alter: header('x-amz-meta-a', ['1', '2']),
    ...mismatch,
  },
  {
    what: 'a signed header taken out',
    signing: { ...put, headers: { 'content-type': 'text/plain' } },
    alter: header('content-type', undefined),
    ...mismatch,
  },
  {
    what: 'a header of Amazon put in',
    signing: put,
    alter: header('x-amz-copy-source', 'lake/t/b'),
    ...denied,
  },
  {
    what: 'presigned, a header of Amazon put in',
    signing: presignedPut,
    alter: header('x-amz-tagging', 'a=b'),
    ...denied,
  },
  {
    what: 'the host not among what is signed',
    signing: put,
    alter: inHeader('authorization', 'SignedHeaders=host;', 'SignedHeaders='),
    ...denied,
  },
  { what: 'another host', signing: put, alter: header('host', 'elsewhere.test'), ...mismatch },
  // Its own parts.
  {
    what: 'another signature',
    signing: put,
    alter: inHeader('authorization', /Signature=.*/, `Signature=${'0'.repeat(64)}`),
    ...mismatch,
  },
  {
    what: 'half a signature',
    signing: put,
    alter: inHeader('authorization', /.{32}$/, ''),
    ...malformed,
  },
  {
    what: 'no signature in it',
    signing: put,
    alter: inHeader('authorization', /, Signature=.*/, ''),
    ...malformed,
  },
  {
    what: 'its parts twice',
    signing: put,
    alter: inHeader('authorization', /$/, ', SignedHeaders=host'),
    ...malformed,
  },
  {
    what: 'two of it',
    signing: put,
    alter: ({ headers }) => {
      headers.authorization = [String(headers.authorization), String(headers.authorization)]
    },
    ...malformed,
  },
  {
    what: 'another algorithm',
    signing: put,
    alter: inHeader('authorization', 'SHA256', 'SHA512'),
    ...malformed,
  },
  {
    what: 'presigned, another algorithm',
    signing: presignedGet,
    alter: inPath('HMAC-SHA256', 'HMAC-SHA512'),
    ...malformedQuery,
  },
  {
    what: 'presigned, no credential',
    signing: presignedGet,
    alter: inPath(/&X-Amz-Credential=[^&]*/, ''),
    ...malformedQuery,
  },
  {
    what: 'presigned, no signature',
    signing: presignedGet,
    alter: inPath(/&X-Amz-Signature=.*/, ''),
    ...malformedQuery,
  },
  {
    what: 'both forms at once',
    signing: presignedGet,
    alter: header('authorization', 'AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/x'),
    ...argument,
  },
  { what: 'a password', signing: put, alter: header('authorization', 'Bearer x'), ...argument },
  { what: 'nothing at all', signing: put, alter: header('authorization', undefined), ...denied },
  // Keys and tokens.
  {
    what: 'another key',
    signing: put,
    alter: inHeader('authorization', /AKIA\w{4}/, 'AKIAXXXX'),
    ...badKey,
  },
  {
    what: 'another secret',
    signing: put,
    key: () => ({ ...given.ownerKey, secretAccessKey: 'wrong' }),
    ...mismatch,
  },
  {
    what: 'the token of another session',
    signing: put,
    key: () => ({ ...session, sessionToken: otherSession.sessionToken ?? '' }),
    ...badToken,
  },
  {
    what: 'a token of no form',
    signing: put,
    key: () => ({ ...session, sessionToken: 'none' }),
    ...badToken,
  },
  {
    what: 'a token replaced on the way',
    signing: put,
    key: () => session,
    alter: ({ headers }) => (headers['x-amz-security-token'] = otherSession.sessionToken ?? ''),
    ...badToken,
  },
  {
    what: 'a token taken out',
    signing: put,
    key: () => session,
    alter: header('x-amz-security-token', undefined),
    ...badKey,
  },
  {
    what: 'presigned, a token replaced on the way',
    signing: presignedGet,
    key: () => session,
    alter: (message) =>
      inPath(/Security-Token=[^&]*/, `Security-Token=${otherSession.sessionToken}`)(message),
    ...badToken,
  },
  {
    what: 'a token that nobody signed',
    signing: put,
    alter: ({ headers }) => (headers['x-amz-security-token'] = session.sessionToken ?? ''),
    ...denied,
  },
  // The body.
  {
    what: 'another body',
    signing: put,
    alter: (message) => (message.body = 'bodY'),
    code: 'XAmzContentSHA256Mismatch',
    status: 400,
  },
  {
    what: 'an unsigned payload where its hash was signed',
    signing: put,
    alter: header('x-amz-content-sha256', 'UNSIGNED-PAYLOAD'),
    ...mismatch,
  },
  {
    what: 'a stream where its hash was signed',
    signing: put,
    alter: header('x-amz-content-sha256', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'),
    ...mismatch,
  },
  {
    what: 'no hash',
    signing: put,
    alter: header('x-amz-content-sha256', undefined),
    code: 'InvalidRequest',
    status: 400,
  },
  { what: 'a hash of no form', signing: { ...put, payload: 'none' }, ...argument },
  {
    what: 'another MD5',
    signing: { ...put, headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } },
    code: 'BadDigest',
    status: 400,
  },
]

for (const { what, signing, code, status, alter, key } of cases)
  test(`given a signed request, when it has ${what}, then ${code}`, async () => {
    const { message } = sign(host(), key?.() ?? given.ownerKey, signing)
    alter?.(message)

    const answer = await send(given, message)

    assert.match(answer.text, new RegExp(`<Code>${code}</Code>`))
    assert.equal(answer.status, status)
    assert.equal(await given.storage.stat('s3://lake/a'), undefined)
  })

test('given the same requests, when nothing happens to them, then they are served', async () => {
  for (const [signing, key] of [
    [{ ...put, path: '/lake/t/a' }, session],
    [{ ...presignedPut, path: '/lake/t/a' }, session],
    [get, session],
    [presignedGet, session],
    [{ ...put, path: '/lake/b', at: ago(14) }, given.ownerKey],
    [{ ...put, path: '/lake/b', at: ago(-14) }, given.ownerKey],
    [{ ...presignedPut, path: '/lake/b', at: ago(5), expires: '604800' }, given.ownerKey],
  ] as [Signing, Credentials][]) {
    const answer = await send(given, sign(host(), key, signing).message)
    assert.equal(answer.status, 200, `${JSON.stringify(signing)}: ${answer.text}`)
  }
  await given.storage.remove(['s3://lake/t/a', 's3://lake/b'])
})

const CRC32 = { name: 'x-amz-checksum-crc32', value: 'jBGBRQ==' } // Of "onetwo".
const trailing = {
  payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  headers: { 'x-amz-decoded-content-length': '6', 'x-amz-trailer': CRC32.name },
}
const chunked = {
  payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  headers: { 'x-amz-decoded-content-length': '6' },
}
const swap = (one: number, other: number) => (parts: string[]) => {
  const [first = '', second = ''] = [parts[one], parts[other]]
  parts[one] = second
  parts[other] = first
}
const inPart = (at: number, from: string | RegExp, to: string) => (parts: string[]) => {
  const part = parts.at(at) ?? ''
  assert.notEqual(part.replace(from, to), part)
  parts.splice(at, 1, part.replace(from, to))
}
const incomplete = { code: 'IncompleteBody', status: 400 }
const badTrailer = { code: 'MalformedTrailerError', status: 400 }

const streams: {
  what: string
  signing: Pick<Signing, 'payload' | 'headers'>
  alter: (parts: string[]) => void
  code: string
  status: number
}[] = [
  { what: 'a byte altered', signing: chunked, alter: inPart(0, 'one', 'onE'), ...mismatch },
  { what: 'its chunks reordered', signing: chunked, alter: swap(0, 1), ...mismatch },
  { what: 'a chunk taken out', signing: chunked, alter: (all) => all.splice(0, 1), ...mismatch },
  { what: 'a chunk twice', signing: chunked, alter: (all) => all.unshift(all[0]!), ...mismatch },
  { what: 'no last chunk', signing: chunked, alter: (all) => all.splice(2), ...incomplete },
  {
    what: 'another chunk’s signature',
    signing: chunked,
    alter: inPart(1, /signature=\w{8}/, 'signature=00000000'),
    ...mismatch,
  },
  {
    what: 'a chunk without a signature',
    signing: chunked,
    alter: inPart(1, /;chunk-signature=\w+/, ''),
    ...incomplete,
  },
  { what: 'a longer size', signing: chunked, alter: inPart(0, /^3/, '4'), ...mismatch },
  { what: 'a huge size', signing: chunked, alter: inPart(0, /^3/, 'fffffffff'), ...incomplete },
  {
    what: 'a chunk after its end',
    signing: chunked,
    alter: (all) => all.push(all[0]!),
    ...incomplete,
  },
  { what: 'another trailer', signing: trailing, alter: inPart(-2, 'jBGB', 'jBGC'), ...mismatch },
  {
    what: 'another trailer’s signature',
    signing: trailing,
    alter: inPart(-1, /signature:\w{8}/, 'signature:00000000'),
    ...mismatch,
  },
  { what: 'no trailer', signing: trailing, alter: (all) => all.splice(-2, 1), ...badTrailer },
  {
    what: 'no trailer’s signature',
    signing: trailing,
    alter: (all) => all.splice(-1),
    ...badTrailer,
  },
  {
    what: 'a trailer that nobody announced',
    signing: trailing,
    alter: (all) => all.splice(-1, 0, 'x-amz-checksum-crc32c:AAAAAA==\r\n'),
    ...badTrailer,
  },
]

for (const { what, signing, alter, code, status } of streams)
  test(`given a body in signed chunks, when it has ${what}, then ${code}`, async () => {
    const { message, seed } = sign(host(), given.ownerKey, { ...put, path: '/lake/c', ...signing })
    const trailer = signing.payload?.endsWith('TRAILER') ? CRC32 : undefined
    const parts = signChunks(seed, ['one', 'two'], trailer)
    alter(parts)

    const answer = await send(given, { ...message, body: parts.join('') })

    assert.match(answer.text, new RegExp(`<Code>${code}</Code>`))
    assert.equal(answer.status, status)
    assert.equal(await given.storage.stat('s3://lake/c'), undefined)
  })

test('given bodies in signed chunks, when nothing happens, then they are kept', async () => {
  for (const signing of [chunked, trailing]) {
    const { message, seed } = sign(host(), given.ownerKey, { ...put, path: '/lake/d', ...signing })
    const trailer = signing === trailing ? CRC32 : undefined
    const body = signChunks(seed, ['one', 'two'], trailer).join('')
    const answer = await send(given, { ...message, body })
    assert.equal(answer.status, 200, answer.text)
    assert.equal((await given.storage.readAll('s3://lake/d')).toString(), 'onetwo')
  }
})
