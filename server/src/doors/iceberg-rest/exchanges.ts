import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { authenticateAws, carriesAwsSignature } from '../shared/authenticate-aws.ts'
import type { Exchange } from '../shared/door.ts'
import { readBody } from '../shared/verified-body.ts'
import type { IcebergRestDeps } from './deps.ts'
import { badRequest, notSignedIn } from './errors.ts'

export const BODY_BYTES_MAX = 32 << 20
const SERVICES = ['glue', 'execute-api']

/** What the door knows of a request beside what Fastify read. */
export interface Known {
  exchange: Exchange
  caller?: Caller
}

export type Exchanges = WeakMap<IncomingMessage, Known>

/**
 * Finds out who asks, before the body is judged, and answers the body as it was signed.
 *
 * @throws iceberg-rest.not-signed-in and what identity throws
 */
export async function admit(
  { identity, clock }: Pick<IcebergRestDeps, 'identity' | 'clock'>,
  known: Known,
): Promise<Readable> {
  const { exchange } = known
  if (carriesAwsSignature(exchange)) {
    const signed = await authenticateAws(identity, exchange, { now: clock })
    if (!SERVICES.includes(signed.scope.service))
      throw notSignedIn({ reason: `credential should be scoped to one of ${SERVICES.join(', ')}` })
    known.caller = signed.caller
    const bytes = await readBody(signed.body, BODY_BYTES_MAX)
    return Readable.from(bytes.length > 0 ? [bytes] : [])
  }
  const token = /^Bearer ([^\s]+)$/i.exec(exchange.request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw notSignedIn({ reason: 'a bearer token or signature is missing' })
  known.caller = await identity.verifyToken(token, exchange)
  return exchange.request
}

export interface Asked {
  caller: Caller
  exchange: Exchange
  /** The catalog: an account's id, which is the prefix of the path. */
  accountId: AccountId
  params: Record<string, string>
  query: Record<string, string | undefined>
  headers: IncomingMessage['headers']
  body: unknown
}

export function askedOf(exchanges: Exchanges, request: FastifyRequest): Asked {
  const known = exchanges.get(request.raw)
  if (!known?.caller) throw notSignedIn({ reason: 'nobody signed this request' })
  const params = request.params as Record<string, string>
  return {
    caller: known.caller,
    exchange: known.exchange,
    accountId: accountOf(params.prefix ?? known.caller.accountId),
    params,
    query: firstOfEach(request.query as Record<string, string | string[]>),
    headers: request.headers,
    body: request.body,
  }
}

/** Of what is said twice the first counts. */
function firstOfEach(query: Record<string, string | string[]>): Record<string, string | undefined> {
  const first = Object.entries(query).map(([name, said]) => [name, [said].flat()[0]])
  return Object.fromEntries(first)
}

/** @throws iceberg-rest.bad-request */
export function accountOf(text: string): AccountId {
  if (!/^\d{12}$/.test(text)) throw badRequest({ reason: `"${text}" is not the id of an account` })
  return text as AccountId
}

const NUL = '\u0000'

/** A name of the path or a body; PostgreSQL cannot even look for some. */
export function checked(name: string): string {
  if (name === '' || name.includes(NUL)) throw badRequest({ reason: 'a name is empty or broken' })
  return name
}
