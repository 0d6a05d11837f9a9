import { timeOrderedId } from '../../../foundation/ids.ts'
import { internalAddress, type OutboundTarget } from '../../../foundation/outbound.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { sealSecret } from '../adapters/sealing.ts'
import { keyProblem } from '../content/pgp.ts'
import type { IngestionDeps } from '../deps.ts'
import { invalidConnection, notFound } from '../errors.ts'
import type { Connection, ConnectionSecret, Fetching, Pushing } from '../model/connection.ts'
import { inboxOf } from '../model/inbox.ts'
import type { Agreement, Licence } from '../model/ledger.ts'
import { checkConnection } from '../model/usable-connection.ts'
import { demandIngestion } from '../steps/gate.ts'
import { checkSshKeys } from '../steps/ssh-keys.ts'
import { issueVendorKey, type VendorKey } from '../steps/vendor-key.ts'
import { findVendor, insertAgreement } from '../store/vendors.ts'

export interface CreateAgreement {
  vendorId: string
  connection: Fetching | Pick<Pushing, 'method' | 'sshKeys'>
  secret?: ConnectionSecret
  licence?: Licence
  endsAt?: Date
}

/**
 * Notes how a vendor delivers. The secret is sealed and never answered again. Who pushes gets a key
 * to an inbox of their own.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.invalid-connection,
 * storage.bucket-name-taken
 */
export async function createAgreement(
  deps: IngestionDeps,
  caller: Caller,
  command: CreateAgreement,
): Promise<Agreement & { key?: VendorKey }> {
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
  if (connection.method === 'push') checkSshKeys(connection.sshKeys)
  const unusable = await keyProblem(secret ?? {})
  if (unusable !== undefined) throw invalidConnection({ reason: unusable })
  await demandOutside(deps, connection)
  const now = deps.clock()
  const id = timeOrderedId('agr-', now)
  const kept = { id, vendorId, licence, endsAt, createdAt: now }
  const secretSealed = secret ? sealSecret(deps.sealingKey, id, secret) : null
  const { method } = connection
  if (method === 'push') await makeInbox(deps, { accountId, agreementId: id })
  return await transaction(deps.sql, async (tx) => {
    const key =
      method === 'push' && (await issueVendorKey(deps, tx, caller, { agreementId: id, endsAt }))
    const agreed = key ? { ...connection, accessKeyId: key.accessKeyId } : connection
    const agreement = { ...kept, connection: agreed as Connection }
    await insertAgreement(tx, { ...agreement, secretSealed })
    const done = { action: 'ingestion.agreement-created', resource: id, detail: { method } }
    await recordDone(tx, caller, done)
    return key ? { ...agreement, key } : agreement
  })
}

async function makeInbox(
  { storage }: IngestionDeps,
  of: { accountId: string; agreementId: string },
): Promise<void> {
  const { bucket: name } = inboxOf(of)
  await storage.ensureBucket({ name, accountId: of.accountId })
}

/** Said at once where it can be; each fetch judges the address that it connects to anew. */
async function demandOutside(
  { outbound }: IngestionDeps,
  connection: CreateAgreement['connection'],
): Promise<void> {
  for (const target of targetsOf(connection))
    await outbound.resolve(target).catch((cause: unknown) => {
      if (internalAddress.matches(cause))
        throw invalidConnection({ reason: (cause as Error).message }, { cause })
    })
}

function targetsOf(connection: CreateAgreement['connection']): OutboundTarget[] {
  const { method } = connection
  if (method === 'push') return []
  if (method === 'sftp' || method === 'ftp') return [connection]
  if (method === 's3')
    return [connection.endpoint, connection.role?.endpoint].flatMap((url) =>
      url === undefined ? [] : targetOf(url),
    )
  const { url, oauth } = connection
  return [url, ...(oauth ? [oauth.tokenUrl] : [])].map(targetOf)
}

function targetOf(url: string): OutboundTarget {
  const { hostname, port, protocol } = URL.parse(url) ?? {}
  if (!hostname) throw invalidConnection({ reason: `"${url}" is not an address` })
  return { host: hostname, port: Number(port || (protocol === 'http:' ? 80 : 443)) }
}
