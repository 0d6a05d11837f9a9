import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { notFound } from '../errors.ts'
import type { Vendor } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { findVendor, updateVendorRow } from '../store/vendors.ts'

/** What is not named stays. */
export interface UpdateVendor extends Partial<Pick<Vendor, 'contacts' | 'owner' | 'nextStep'>> {
  id: string
  /** Given up, or taken up again. */
  closed?: boolean
}

/**
 * Says who looks after a vendor, whom to ask, and what is next with it.
 *
 * @throws ingestion.not-found, identity.access-denied
 */
export async function updateVendor(
  deps: IngestionDeps,
  caller: Caller,
  { id, closed, ...changed }: UpdateVendor,
): Promise<void> {
  const vendor = await findVendor(deps.sql, id)
  // A vendor of another account looks exactly like one that is not there.
  if (vendor?.accountId !== caller.accountId) throw notFound({ what: 'vendor', id })
  const { accountId, name } = vendor
  const of = { action: 'UpdateVendor', accountId, resource: `vendor/${name}` }
  await demandIngestion(deps, caller, of)
  const other = closed !== undefined && closed !== (vendor.closedAt !== null)
  const closing = other ? { closedAt: closed ? deps.clock() : null } : {}
  await transaction(deps.sql, async (tx) => {
    await updateVendorRow(tx, id, { ...changed, ...closing })
    // Whom to ask is no record for ever.
    const detail = { vendor: name, changed: Object.keys(changed), ...(other ? { closed } : {}) }
    await recordDone(tx, caller, { action: 'ingestion.vendor-updated', resource: id, detail })
  })
}
