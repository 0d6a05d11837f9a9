import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { alreadyExists } from '../errors.ts'
import type { Vendor } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { insertVendor } from '../store/vendors.ts'

/** @throws identity.access-denied, ingestion.already-exists */
export async function createVendor(
  deps: IngestionDeps,
  caller: Caller,
  command: { name: string; contacts?: Vendor['contacts'] },
): Promise<Vendor> {
  const { accountId } = caller
  const { name, contacts = [] } = command
  await demandIngestion(deps, caller, {
    action: 'CreateVendor',
    accountId,
    resource: `vendor/${name}`,
  })
  const now = deps.clock()
  const vendor = { id: timeOrderedId('vnd-', now), accountId, name, contacts, createdAt: now }
  await transaction(deps.sql, async (tx) => {
    if (!(await insertVendor(tx, vendor))) throw alreadyExists({ what: 'vendor', name })
    await recordDone(tx, caller, { action: 'ingestion.vendor-created', resource: vendor.id })
  })
  return vendor
}
