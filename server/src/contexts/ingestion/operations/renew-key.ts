import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { invalidConnection, licenceEnded, notFound } from '../errors.ts'
import { demandIngestion } from '../steps/gate.ts'
import { checkSshKeys } from '../steps/ssh-keys.ts'
import { issueVendorKey, type VendorKey } from '../steps/vendor-key.ts'
import { findAgreement, findVendor, updateConnection } from '../store/vendors.ts'

/**
 * A new key for a vendor who pushes: the one before it opens nothing from now on. SSH keys that are
 * given replace those before.
 *
 * @throws ingestion.not-found, ingestion.invalid-connection, ingestion.licence-ended,
 * identity.access-denied
 */
export async function renewKey(
  deps: IngestionDeps,
  caller: Caller,
  { agreementId, sshKeys }: { agreementId: string; sshKeys?: readonly string[] },
): Promise<VendorKey> {
  const agreement = await findAgreement(deps.sql, agreementId)
  const vendor = agreement && (await findVendor(deps.sql, agreement.vendorId))
  // An agreement of another account looks exactly like one that is not there.
  if (!agreement || vendor?.accountId !== caller.accountId)
    throw notFound({ what: 'agreement', id: agreementId })
  const { accountId, name } = vendor
  const of = { action: 'RenewKey', accountId, resource: `vendor/${name}` }
  await demandIngestion(deps, caller, of)
  const { connection, endsAt } = agreement
  if (connection.method !== 'push')
    throw invalidConnection({ reason: 'its files are fetched: the vendor has no key of ours' })
  if (endsAt && endsAt <= deps.clock()) throw licenceEnded({ what: 'vendor', name })
  checkSshKeys(sshKeys)
  return await transaction(deps.sql, async (tx) => {
    const key = await issueVendorKey(deps, tx, caller, { agreementId, endsAt })
    const { accessKeyId } = key
    await updateConnection(tx, agreementId, {
      ...{ ...connection, accessKeyId },
      ...(sshKeys && { sshKeys }),
    })
    const detail = { vendor: name, accessKeyId }
    await recordDone(tx, caller, {
      ...{ action: 'ingestion.key-renewed', resource: agreementId, detail },
    })
    return key
  })
}
