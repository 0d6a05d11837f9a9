import { timeOrderedId } from '../../../foundation/ids.ts'
import { internalAddress, type OutboundTarget } from '../../../foundation/outbound.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { sealSecret } from '../adapters/sealing.ts'
import { keyProblem } from '../content/pgp.ts'
import type { IngestionDeps } from '../deps.ts'
import { invalidConnection, notFound } from '../errors.ts'
import type { Connection, ConnectionSecret } from '../model/connection.ts'
import type { Agreement, Licence } from '../model/ledger.ts'
import { checkConnection } from '../model/usable-connection.ts'
import { demandIngestion } from '../steps/gate.ts'
import { findVendor, insertAgreement } from '../store/vendors.ts'

export interface CreateAgreement {
  vendorId: string
  connection: Connection
  secret?: ConnectionSecret
  licence?: Licence
  endsAt?: Date
}

/**
 * Notes how a vendor delivers. The secret is sealed and never answered again.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.invalid-connection
 */
export async function createAgreement(
  deps: IngestionDeps,
  caller: Caller,
  command: CreateAgreement,
): Promise<Agreement> {
  const { vendorId, connection, secret, licence = {}, endsAt = null } = command
  const vendor = await findVendor(deps.sql, vendorId)
  if (vendor?.accountId !== caller.accountId) throw notFound({ what: 'vendor', id: vendorId })
  const { accountId, name } = vendor
  await demandIngestion(deps, caller, {
    action: 'CreateAgreement',
    accountId,
    resource: `vendor/${name}`,
  })
  checkConnection(connection, secret)
  const unusable = await keyProblem(secret ?? {})
  if (unusable !== undefined) throw invalidConnection({ reason: unusable })
  await demandOutside(deps, connection)
  const now = deps.clock()
  const id = timeOrderedId('agr-', now)
  const agreement = { id, vendorId, connection, licence, endsAt, createdAt: now }
  const secretSealed = secret ? sealSecret(deps.sealingKey, id, secret) : null
  await transaction(deps.sql, async (tx) => {
    await insertAgreement(tx, { ...agreement, secretSealed })
    const { method } = connection
    const done = { action: 'ingestion.agreement-created', resource: id, detail: { method } }
    await recordDone(tx, caller, done)
  })
  return agreement
}

/** Said at once where it can be; each fetch judges the address that it connects to anew. */
async function demandOutside({ outbound }: IngestionDeps, connection: Connection): Promise<void> {
  const target = targetOf(connection)
  if (!target) return
  await outbound.resolve(target).catch((cause: unknown) => {
    if (internalAddress.matches(cause))
      throw invalidConnection({ reason: (cause as Error).message }, { cause })
  })
}

function targetOf(connection: Connection): OutboundTarget | undefined {
  const { method } = connection
  if (method === 'sftp' || method === 'ftp') return connection
  const url = method === 'https' ? connection.url : connection.endpoint
  if (url === undefined) return undefined
  const { hostname, port, protocol } = URL.parse(url) ?? {}
  if (!hostname) throw invalidConnection({ reason: `"${url}" is not an address` })
  return { host: hostname, port: Number(port || (protocol === 'http:' ? 80 : 443)) }
}
