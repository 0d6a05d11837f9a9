import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { sealSecret } from '../adapters/sealing.ts'
import type { IngestionDeps } from '../deps.ts'
import { invalidConnection, notFound } from '../errors.ts'
import type { Connection, ConnectionSecret } from '../model/connection.ts'
import type { Agreement, Licence } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { findVendor, insertAgreement } from '../store/vendors.ts'

export interface CreateAgreement {
  vendorId: string
  connection: Connection
  secret?: ConnectionSecret
  licence?: Licence
  endsAt?: Date
}

const HOST_KEY = /^SHA256:[A-Za-z0-9+/]{43}$/ // As `ssh-keygen -l` writes it.

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
  check(connection)
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

function check(connection: Connection): void {
  if (connection.method === 'sftp' && !HOST_KEY.test(connection.hostKeySha256))
    throw invalidConnection({ reason: 'the host key is not of the form "SHA256:…"' })
  if (connection.method === 'https' && !connection.url.startsWith('https://'))
    throw invalidConnection({ reason: `"${connection.url}" is not an https address` })
}
