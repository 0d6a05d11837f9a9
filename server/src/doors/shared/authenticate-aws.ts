import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { Caller, Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import { AwsChunkedDecoder } from './aws-chunked.ts'
import type { Exchange } from './door.ts'
import {
  headersNotSigned,
  payloadHashInvalid,
  payloadHashMissing,
  signatureExpired,
  signatureIncomplete,
  signatureMismatch,
  signatureMissing,
  signatureNotYetValid,
  signatureScopedElsewhere,
  signatureSkewed,
  signatureTwice,
} from './signature-errors.ts'
import { carriesV2, parseV2, v2Holds } from './sigv2.ts'
import {
  type ChunkSigning,
  type CredentialScope,
  createSigningKeys,
  type PresentedSignature,
  parseSignature,
  type SignedRequest,
  signatureHolds,
} from './sigv4.ts'
import { queryParameters } from './sigv4-canonical.ts'
import { hashingPassThrough, readBody, through } from './verified-body.ts'

/** Who signed a request, and its body as signed. */
export interface AuthenticatedRequest extends UnsignedRequest {
  caller: Caller
  scope: CredentialScope
  form: 'header' | 'query'
}

/** As much of a request as is there without a signature. */
export interface UnsignedRequest {
  /**
   * The decoded body. It fails before its end where a hash, chunk signature, checksum or length
   * does not hold: keep nothing of it unless it ends well.
   */
  body: Readable
  /** Length of the decoded body where the request tells it. */
  bodyLength: number | undefined
  /** Trailers of an aws-chunked body, complete when `body` has ended. */
  trailers: ReadonlyMap<string, string>
}

const SKEW_SECONDS_MAX = 15 * 60 // Signature Version 4: requests are good for 15 minutes.
const EXPIRES_SECONDS_MAX = 7 * 24 * 3600 // Presigned URLs live for at most seven days.
const BUFFERED_BYTES_MAX = 16 * 2 ** 20
const UNSIGNED = 'UNSIGNED-PAYLOAD'
const EMPTY_SHA256 = createHash('sha256').digest('hex')
const SIGNED_STREAMS = [
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
]
const UNSIGNED_STREAM = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
/** The payload hash is the last line of what is signed; the agent is told after signing. */
const NEED_NOT_BE_SIGNED: ReadonlySet<string> = new Set([
  'x-amz-content-sha256',
  'x-amz-user-agent',
])

/** Memory of a pure function. */
const signingKeyOf = createSigningKeys()

/** True where the request carries a signature of either form: else it is anonymous or a bearer. */
export function carriesAwsSignature(exchange: Exchange): boolean {
  const { authorization } = exchange.request.headers
  if (authorization !== undefined) return authorization.startsWith('AWS4-')
  return signsInQuery(exchange.rawQuery)
}

function signsInQuery(rawQuery: string): boolean {
  return /(^|&)X-Amz-(Algorithm|Signature)=/.test(rawQuery) || carriesV2(rawQuery)
}

/** A request that nobody signed: its body is what its own hashes and chunks say. */
export function unsignedRequest(exchange: Exchange): UnsignedRequest {
  const request = signedRequestOf(exchange)
  const declared = request.headers.get('x-amz-content-sha256') ?? UNSIGNED
  if (SIGNED_STREAMS.includes(declared)) throw payloadHashInvalid({})
  return verifiedBody(request, { hash: declared, declared, source: exchange.request })
}

/**
 * Verifies the Signature Version 4 of a request and who made it. `scope` is what its credential
 * must be scoped to; without one any scope does.
 *
 * @throws all of `signature-errors.ts`, and what `identity.authenticate` throws
 * @see AWS General Reference, "Signature Version 4 signing process"
 */
export async function authenticateAws(
  identity: Pick<Identity, 'authenticate'>,
  exchange: Exchange,
  options: {
    now: Clock
    storage?: boolean
    scope?: Pick<CredentialScope, 'region' | 'service'>
  },
): Promise<AuthenticatedRequest> {
  const request = signedRequestOf(exchange)
  const inHeader = request.headers.get('authorization')?.startsWith('AWS4-')
  if (inHeader && signsInQuery(exchange.rawQuery)) throw signatureTwice({})
  const presented = parseSignature(request)
  if (!presented && carriesV2(exchange.rawQuery))
    return authenticateV2(identity, { request, exchange, options })
  if (!presented) throw signatureMissing({})
  if (options.scope) demandScope(presented, options.scope)
  demandTimely(presented, options.now())
  demandSignedHeaders(request, presented)
  const { accessKeyId } = presented.scope
  const { secretAccessKey, caller } = await identity.authenticate(
    {
      accessKeyId,
      ...(presented.sessionToken === undefined ? {} : { sessionToken: presented.sessionToken }),
    },
    exchange,
    options,
  )
  const payload = await payloadOf(request, presented, exchange.request)
  const signingKey = signingKeyOf(secretAccessKey, presented.scope)
  const { hash: payloadHash } = payload
  if (!signatureHolds({ request, presented, payloadHash, signingKey })) throw signatureMismatch({})
  return {
    caller,
    scope: presented.scope,
    form: presented.form,
    ...verifiedBody(request, payload, {
      signingKey,
      seedSignature: presented.signature,
      timestamp: presented.timestamp,
      scope: presented.scope,
    }),
  }
}

async function authenticateV2(
  identity: Pick<Identity, 'authenticate'>,
  {
    request,
    exchange,
    options,
  }: {
    request: SignedRequest
    exchange: Exchange
    options: { now: Clock; storage?: boolean }
  },
): Promise<AuthenticatedRequest> {
  const presented = parseV2(request, options.now())
  const { accessKeyId, sessionToken } = presented
  const { secretAccessKey, caller } = await identity.authenticate(
    { accessKeyId, ...(sessionToken === undefined ? {} : { sessionToken }) },
    exchange,
    options,
  )
  if (!v2Holds(presented, secretAccessKey)) throw signatureMismatch({})
  return {
    caller,
    scope: { accessKeyId, date: '', region: '', service: 's3' },
    form: 'query',
    body: exchange.request,
    bodyLength: lengthOf(request, 'content-length'),
    trailers: new Map(),
  }
}

function signedRequestOf({ request, rawPath, rawQuery }: Exchange): SignedRequest {
  const headers = new Map<string, string>()
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at]!.toLowerCase()
    // Node reads header bytes as latin1; clients sign them as UTF-8.
    const value = Buffer.from(request.rawHeaders[at + 1]!, 'latin1')
      .toString()
      .trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before},${value}`)
  }
  return { method: request.method ?? 'GET', rawPath, rawQuery, headers }
}

function demandScope(
  { scope }: PresentedSignature,
  wanted: Pick<CredentialScope, 'region' | 'service'>,
): void {
  const { region, service } = wanted
  if (scope.service !== service)
    throw signatureScopedElsewhere({ what: 'service', given: scope.service, expected: service })
  if (scope.region === region) return
  const [given, expected, expectedRegion] = [scope.region, region, region]
  throw signatureScopedElsewhere({ what: 'region', given, expected, expectedRegion })
}

function demandTimely(presented: PresentedSignature, now: Date): void {
  const ageSeconds = (now.getTime() - presented.signedAt.getTime()) / 1000
  const { expiresSeconds, form } = presented
  const early = ageSeconds < -SKEW_SECONDS_MAX
  if (early && form === 'query')
    throw signatureNotYetValid({ validFrom: presented.signedAt.toISOString() })
  if (early || (expiresSeconds === undefined && ageSeconds > SKEW_SECONDS_MAX))
    throw signatureSkewed({ signedAt: presented.timestamp, serverTime: now.toISOString() })
  if (expiresSeconds === undefined && form === 'query' && presented.scope.service === 's3')
    throw signatureIncomplete({ reason: 'X-Amz-Expires is missing' })
  if (expiresSeconds === undefined) return
  if (expiresSeconds > EXPIRES_SECONDS_MAX)
    throw signatureIncomplete({ reason: 'X-Amz-Expires must be less than a week (in seconds)' })
  if (ageSeconds > expiresSeconds) {
    const expiredAt = new Date(presented.signedAt.getTime() + expiresSeconds * 1000)
    throw signatureExpired({ expiredAt: expiredAt.toISOString() })
  }
}

/** An `x-amz-` header that nobody signed could be anyone's. */
function demandSignedHeaders(request: SignedRequest, presented: PresentedSignature): void {
  const signed = new Set(presented.signedHeaders)
  const headers = [...request.headers.keys()].filter(
    (name) => name.startsWith('x-amz-') && !signed.has(name) && !NEED_NOT_BE_SIGNED.has(name),
  )
  if (headers.length > 0) throw headersNotSigned({ headers })
}

interface Payload {
  /** As the last line of the canonical request. */
  hash: string
  declared: string | undefined
  source: Readable
}

async function payloadOf(
  request: SignedRequest,
  presented: PresentedSignature,
  source: IncomingMessage,
): Promise<Payload> {
  const header = request.headers.get('x-amz-content-sha256')
  const declared = header ?? queryParameters(request.rawQuery).get('X-Amz-Content-Sha256')
  if (declared !== undefined) return { hash: hexOf(declared), declared, source }
  if (presented.scope.service === 's3') {
    if (presented.form === 'query') return { hash: UNSIGNED, declared: UNSIGNED, source }
    throw payloadHashMissing({})
  }
  if (presented.form === 'query') return { hash: EMPTY_SHA256, declared: EMPTY_SHA256, source }
  const bytes = await readBody(source, BUFFERED_BYTES_MAX)
  const hash = createHash('sha256').update(bytes).digest('hex')
  return { hash, declared: undefined, source: Readable.from(bytes.length > 0 ? [bytes] : []) }
}

/** The Iceberg REST client of Java writes the hash of a body in base64 and signs it in hex. */
function hexOf(declared: string): string {
  return /^[A-Za-z0-9+/]{43}=$/.test(declared)
    ? Buffer.from(declared, 'base64').toString('hex')
    : declared
}

function verifiedBody(
  request: SignedRequest,
  payload: Payload,
  signing?: ChunkSigning,
): UnsignedRequest {
  const { hash, declared, source } = payload
  const trailers = new Map<string, string>()
  const bodyLength = lengthOf(request, 'content-length')
  if (declared === undefined || declared === UNSIGNED) return { body: source, bodyLength, trailers }
  if (/^[0-9a-f]{64}$/.test(hash))
    return { body: through(source, hashingPassThrough(hash)), bodyLength, trailers }
  const signed = SIGNED_STREAMS.includes(declared)
  if (!signed && declared !== UNSIGNED_STREAM) throw payloadHashInvalid({})
  const decodedLength = lengthOf(request, 'x-amz-decoded-content-length')
  const decoder = new AwsChunkedDecoder({
    ...(signed && signing ? { signing } : {}),
    trailerNames: declared.endsWith('-TRAILER') ? trailerNamesOf(request) : [],
    ...(decodedLength === undefined ? {} : { decodedLength }),
  })
  return {
    body: through(source, decoder),
    bodyLength: decodedLength,
    trailers: decoder.trailers,
  }
}

function trailerNamesOf({ headers }: SignedRequest): string[] {
  const names = (headers.get('x-amz-trailer') ?? '').split(',')
  return names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '')
}

function lengthOf({ headers }: SignedRequest, name: string): number | undefined {
  const text = headers.get(name)
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw signatureIncomplete({ reason: `header "${name}" is wrong` })
  return Number(text)
}
