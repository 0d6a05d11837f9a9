import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { LoadedTable } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import { openSecret } from '../adapters/sealing.ts'
import type { IngestionDeps } from '../deps.ts'
import { licenceEnded, notFound } from '../errors.ts'
import type { ConnectionSecret } from '../model/connection.ts'
import type { Feed } from '../model/ledger.ts'
import { findAgreement, findVendor, holdAgreement } from '../store/vendors.ts'

/** The agreement behind a feed. @throws ingestion.licence-ended */
export async function runningAgreement({ sql, clock }: IngestionDeps, feed: Feed) {
  const agreement = await findAgreement(sql, feed.agreementId)
  if (!agreement) throw notFound({ what: 'agreement', id: feed.agreementId })
  const { name } = feed
  if (agreement.endsAt && agreement.endsAt <= clock()) throw licenceEnded({ what: 'feed', name })
  return agreement
}

/** What files of the feed are decrypted and verified with. */
export async function keysOf(deps: IngestionDeps, feed: Feed): Promise<ConnectionSecret> {
  const agreement = await findAgreement(deps.sql, feed.agreementId)
  return agreement ? secretOf(deps, agreement) : {}
}

export function secretOf(
  { sealingKey }: IngestionDeps,
  { id, secretSealed }: { id: string; secretSealed: Buffer | null },
): ConnectionSecret {
  return secretSealed ? openSecret(sealingKey, id, secretSealed) : {}
}

/**
 * Rows of the feed are in its table: it is under the feed's agreement, with the end that this has
 * now and which nobody moves before this transaction ends.
 */
export async function licenseTable(
  { governance }: IngestionDeps,
  tx: SqlTransaction,
  { feed, caller, loaded }: { feed: Feed; caller: Caller; loaded: LoadedTable },
): Promise<void> {
  const { agreementId } = feed
  const agreement = await holdAgreement(tx, agreementId)
  const vendor = agreement && (await findVendor(tx, agreement.vendorId))
  if (!vendor) throw notFound({ what: 'agreement', id: agreementId })
  const { endsAt } = agreement
  await governance.setLicence(tx, caller, {
    ...{ tableId: loaded.table.id, agreementId, name: vendor.name },
    ...(endsAt && { endsAt }),
  })
}
