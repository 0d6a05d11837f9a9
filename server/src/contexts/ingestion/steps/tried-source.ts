import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Fetcher } from '../adapters/fetcher.ts'
import type { IngestionDeps } from '../deps.ts'
import { fetchFailed, licenceEnded, notFound } from '../errors.ts'
import type { Connection, ConnectionSecret, Fetching } from '../model/connection.ts'
import { checkConnection } from '../model/usable-connection.ts'
import { findAgreement, findVendor } from '../store/vendors.ts'
import { secretOf } from './agreement-of.ts'
import { type ConnectionProblem, connectionProblem } from './connection-problem.ts'
import { openFarSide } from './far-side.ts'
import { demandIngestion } from './gate.ts'
import type { Turns } from './turns.ts'

/** An agreement as it is kept, with its secret; or one that is only being thought of. */
export type TriedSource =
  | { agreementId: string; directory: string }
  | { vendorId: string; connection: Fetching; secret?: ConnectionSecret; directory: string }

export type Tried<Found> = { found: Found } | { problem: ConnectionProblem }

export type TryingDeps = IngestionDeps & { turns: Turns }

/**
 * Looks at a vendor's side as fetching does, for a person who waits: under the same guard of
 * addresses, for so many seconds at most, few at a time, and told in the audit. A secret that is
 * kept goes to the place that it was agreed for and to no other.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.licence-ended,
 * ingestion.invalid-connection, ingestion.too-many-tries
 */
export async function withSource<Found>(
  deps: TryingDeps,
  caller: Caller,
  source: TriedSource,
  use: { secondsMax: number; look(fetcher: Fetcher, secret: ConnectionSecret): Promise<Found> },
): Promise<Tried<Found>> {
  const { connection, secret } = await demandSource(deps, caller, source)
  const turn = deps.turns.take(caller.accountId)
  const { directory } = source
  const { accountId } = caller
  const agreementId = 'agreementId' in source ? source.agreementId : ''
  const far = { accountId, agreementId, connection, secret, directory }
  const opened = openFarSide(deps, far)
  const looked = opened.then((fetcher) => use.look(fetcher, secret))
  // What is given up may be at it still: it keeps its turn until it has ended.
  const over = () => turn[Symbol.dispose]()
  looked.then(over, over)
  const tried = await inTime(looked, use.secondsMax).then(
    (found): Tried<Found> => ({ found }),
    (error): Tried<Found> => ({ problem: connectionProblem(error, secret) }),
  )
  // A connection that opens after all is closed then.
  opened.then((fetcher) => fetcher[Symbol.asyncDispose]()).catch(() => {})
  await recordTry(deps, caller, { connection, tried })
  return tried
}

async function demandSource(
  deps: IngestionDeps,
  caller: Caller,
  source: TriedSource,
): Promise<{ connection: Connection; secret: ConnectionSecret }> {
  const kept = 'agreementId' in source ? await findAgreement(deps.sql, source.agreementId) : null
  const vendorId = 'agreementId' in source ? (kept?.vendorId ?? '') : source.vendorId
  const vendor = await findVendor(deps.sql, vendorId)
  if (vendor?.accountId !== caller.accountId) {
    const named = 'agreementId' in source
    const id = named ? source.agreementId : source.vendorId
    throw notFound({ what: named ? 'agreement' : 'vendor', id })
  }
  const { accountId, name } = vendor
  const of = { action: 'TryConnection', accountId, resource: `vendor/${name}` }
  await demandIngestion(deps, caller, of)
  if (!('agreementId' in source)) {
    checkConnection(source.connection, source.secret, { hostKeyKnown: false })
    return { connection: source.connection, secret: source.secret ?? {} }
  }
  if (!kept) throw notFound({ what: 'agreement', id: source.agreementId })
  if (kept.endsAt && kept.endsAt <= deps.clock()) throw licenceEnded({ what: 'vendor', name })
  return { connection: kept.connection, secret: secretOf(deps, kept) }
}

/** What hangs is given up. */
async function inTime<Found>(looked: Promise<Found>, secondsMax: number): Promise<Found> {
  const { promise: late, reject: giveUp } = Promise.withResolvers<never>()
  const reason = `no answer within ${secondsMax} seconds`
  const timer = setTimeout(
    () => giveUp(fetchFailed({ path: 'the vendor', reason })),
    secondsMax * 1000,
  )
  try {
    return await Promise.race([looked, late])
  } finally {
    clearTimeout(timer)
  }
}

async function recordTry(
  { sql }: IngestionDeps,
  caller: Caller,
  { connection, tried }: { connection: Connection; tried: Tried<unknown> },
): Promise<void> {
  const outcome = 'problem' in tried ? tried.problem.kind : 'reached'
  const detail = { method: connection.method, outcome }
  await transaction(sql, async (tx) => {
    await recordDone(tx, caller, {
      ...{ action: 'ingestion.connection-tried', resource: placeOf(connection), detail },
    })
  })
}

/** Of an address no user and no query, where secrets are written at times. */
function placeOf(connection: Connection): string {
  if (connection.method === 'push') return 'inbox'
  if (connection.method === 's3') return `${connection.endpoint ?? 's3:/'}/${connection.bucket}`
  if (connection.method !== 'https') return `${connection.method}://${connection.host}`
  const url = URL.parse(connection.url)
  return url ? `${url.origin}${url.pathname}` : 'https'
}
