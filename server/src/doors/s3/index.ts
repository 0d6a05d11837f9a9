import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ANONYMOUS, type Caller, type Identity } from '../../contexts/identity/index.ts'
import type { StorageOperations } from '../../contexts/storage/index.ts'
import { buffersUsed } from '../../foundation/buffer-garbage.ts'
import type { Clock } from '../../foundation/clock.ts'
import { tellable } from '../../foundation/database-away.ts'
import type { Log } from '../../foundation/log.ts'
import {
  type AuthenticatedRequest,
  authenticateAws,
  carriesAwsSignature,
  type UnsignedRequest,
  unsignedRequest,
} from '../shared/authenticate-aws.ts'
import type { Door, Exchange } from '../shared/door.ts'
import type { S3Answer } from './answer.ts'
import { conditionKeysOf } from './condition-keys.ts'
import {
  corsNotEnabled,
  invalidRequest,
  originMissing,
  unsupportedAuthorization,
} from './errors.ts'
import { findOperation } from './find-operation.ts'
import { copySourceOf } from './read-headers.ts'
import { errorAnswer } from './render-error.ts'
import { addressOf, queryOf } from './request.ts'

export { refused, served } from './operations.ts'

export interface S3DoorDeps {
  storage: StorageOperations
  identity: Pick<Identity, 'authenticate'>
  clock: Clock
  log: Log
  region: string
  /** Suffix of host names: `bucket.s3.<domain>` names the bucket. */
  domain: string
}

/** A connection whose body nobody wants is kept where no more than this is to come. */
const DRAINED_BYTES_MAX = 1024 * 1024
/** So long the rest of a longer one is thrown away: a reset would overtake the answer. */
const LINGER_SECONDS_MAX = 5

/** Amazon S3's API over the buckets and objects of `storage`. */
export function createS3Door(deps: S3DoorDeps): Door {
  return {
    name: 's3',
    async handle(exchange) {
      const answer = await run(deps, exchange).catch((error: unknown) =>
        failure(deps, exchange, error),
      )
      await send(deps, exchange, answer)
    },
  }
}

async function run(deps: S3DoorDeps, exchange: Exchange): Promise<S3Answer> {
  const { request } = exchange
  const { bucket, key } = addressOf(exchange, deps.domain)
  const query = queryOf(exchange)
  const method = request.method ?? 'GET'
  const on = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object'
  refusePreflight(request)
  refuseOtherSchemes(request.headers.authorization)
  const signed = await authenticate(deps, exchange)
  const operation = findOperation({ method, on, query, headers: request.headers })
  await demandExpectedOwners(deps, signed.caller, { bucket, headers: request.headers })
  return operation.run(deps, {
    method,
    bucket: bucket ?? '',
    key: key ?? '',
    query,
    headers: request.headers,
    caller: { ...signed.caller, requestKeys: conditionKeysOf(exchange, { query, signed }) },
    signed,
  })
}

/** Who signs nothing is nobody; who signs wrongly is refused. */
async function authenticate(
  { identity, clock, region }: S3DoorDeps,
  exchange: Exchange,
): Promise<Partial<AuthenticatedRequest> & Pick<AuthenticatedRequest, Always>> {
  const nothing = exchange.request.headers.authorization === undefined
  if (nothing && !carriesAwsSignature(exchange))
    return { caller: ANONYMOUS, ...unsignedRequest(exchange) }
  const scope = { region, service: 's3' }
  return authenticateAws(identity, exchange, { now: clock, storage: true, scope })
}

type Always = 'caller' | keyof UnsignedRequest

/** @see S3 User Guide, "Verifying bucket ownership" */
async function demandExpectedOwners(
  { storage }: S3DoorDeps,
  caller: Caller,
  { bucket, headers }: { bucket: string | undefined; headers: IncomingHttpHeaders },
): Promise<void> {
  const source = headers['x-amz-copy-source']
  const expected = [
    [bucket, headers['x-amz-expected-bucket-owner']],
    [source && copySourceOf(String(source)).bucket, headers['x-amz-source-expected-bucket-owner']],
  ] as const
  for (const [name, accountId] of expected)
    if (name !== undefined && accountId !== undefined)
      await storage.demandBucketOwner(caller, { bucket: name, accountId: String(accountId) })
}

/** Browsers ask so before anything else, unsigned. @see S3 API Reference, "OPTIONS object" */
function refusePreflight({ method, headers }: IncomingMessage): void {
  if (method === 'OPTIONS') throw headers.origin ? corsNotEnabled({}) : originMissing({})
}

/** What clients of old sign headers with is told from no signature at all, as S3 does. */
function refuseOtherSchemes(authorization: string | undefined): void {
  if (!authorization || authorization.startsWith('AWS4-')) return
  if (!authorization.startsWith('AWS ')) throw unsupportedAuthorization({})
  const reason =
    'The authorization mechanism you have provided is not supported. ' +
    'Please use AWS4-HMAC-SHA256.'
  throw invalidRequest({ reason })
}

function failure({ log }: S3DoorDeps, exchange: Exchange, error: unknown): S3Answer {
  const gone = exchange.request.destroyed && !exchange.request.complete
  const unexpected = (tellable(error)?.kind ?? 'internal') === 'internal'
  if (unexpected && !gone)
    log.error({ door: 's3', requestId: exchange.requestId, err: error }, 'request failed')
  const form = /(^|&)(X-Amz-(Algorithm|Signature)|AWSAccessKeyId)=/.test(exchange.rawQuery)
    ? 'query'
    : 'header'
  return errorAnswer(error, { requestId: exchange.requestId, resource: exchange.rawPath, form })
}

async function send({ log }: S3DoorDeps, exchange: Exchange, answer: S3Answer): Promise<void> {
  const { request, response, requestId } = exchange
  if (response.destroyed || response.headersSent) return abandon(answer)
  const { body } = answer
  const headers: Record<string, string> = {
    'x-amz-request-id': requestId,
    'x-amz-id-2': requestId,
    ...answer.headers,
  }
  if (!(body instanceof Readable) && answer.status !== 204)
    headers['content-length'] ??= lengthOf(answer, request.method)
  const rest = request.complete ? undefined : refuseRest(exchange, headers)
  response.writeHead(answer.status, headers)
  if (!(body instanceof Readable) || request.method === 'HEAD') {
    const told = request.method === 'HEAD' || answer.status === 304 ? '' : (body ?? '')
    if (!rest) return void response.end(told)
    response.flushHeaders()
    response.write(told)
    await rest
    return void response.end()
  }
  body.on('data', (chunk: Buffer) => buffersUsed(chunk.length))
  await pipeline(body, response).catch((error: unknown) => {
    // The head is sent: the client sees a body that is too short, and we why.
    log.debug({ requestId, err: error }, 'an object was not sent whole')
    response.destroy()
  })
}

/**
 * A body that was not read must not be taken for the next request. Settles when it has come, or has
 * had its time.
 */
async function refuseRest({ request }: Exchange, headers: Record<string, string>): Promise<void> {
  const waits = /^100-continue$/i.test(request.headers.expect ?? '') && !request.readableDidRead
  if (waits) {
    headers.connection = 'close'
    return
  }
  request.unpipe()
  request.resume()
  const announced = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY)
  if (announced <= DRAINED_BYTES_MAX) return
  headers.connection = 'close'
  const signal = AbortSignal.timeout(LINGER_SECONDS_MAX * 1000)
  await finished(request, { signal }).catch(() => {})
}

function lengthOf({ body, status }: S3Answer, method: string | undefined): string {
  if (method === 'HEAD' || status === 304 || body instanceof Readable) return '0'
  return String(Buffer.byteLength(body ?? ''))
}

function abandon({ body }: S3Answer): void {
  if (body instanceof Readable) body.destroy()
}
