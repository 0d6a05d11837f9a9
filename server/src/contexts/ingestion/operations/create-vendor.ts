import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { alreadyExists } from '../errors.ts'
import type { Vendor } from '../model/ledger.ts'
import { demandIngestion } from '../steps/gate.ts'
import { insertVendor } from '../store/vendors.ts'

export interface CreateVendor {
  name: string
  contacts?: Vendor['contacts']
  /** ARN; whoever enters it, where nobody is named. */
  owner?: string
  nextStep?: string
}

/**
 * Enters a source that somebody saw.
 *
 * @throws identity.access-denied, ingestion.already-exists whatever the case of its name
 */
export async function createVendor(
  deps: IngestionDeps,
  caller: Caller,
  { name, contacts = [], owner, nextStep }: CreateVendor,
): Promise<Vendor> {
  const { accountId, principalArn } = caller
  await demandIngestion(deps, caller, {
    action: 'CreateVendor',
    accountId,
    resource: `vendor/${name}`,
  })
  const now = deps.clock()
  const vendor: Vendor = {
    ...{ id: timeOrderedId('vnd-', now), accountId, name, contacts, createdAt: now },
    ...{ seenBy: principalArn, owner: owner ?? principalArn, closedAt: null },
    nextStep: nextStep ?? null,
  }
  await transaction(deps.sql, async (tx) => {
    if (!(await insertVendor(tx, vendor))) throw alreadyExists({ what: 'vendor', name })
    await recordDone(tx, caller, { action: 'ingestion.vendor-created', resource: vendor.id })
  })
  return vendor
}
