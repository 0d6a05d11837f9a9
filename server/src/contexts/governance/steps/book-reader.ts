import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied } from '../errors.ts'
import type { Reader } from '../model/book-of.ts'
import { administers } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { principalOf, rulesFor } from './rules.ts'

/** What one by one would list everything that a rule book tells. */
const LISTING = [
  ...['ListPermissions', 'ListLFTags', 'ListLFTagExpressions', 'GetResourceLFTags'],
  ...['ListDataCellsFilter', 'ListLakeFormationOptIns'],
]

/** IAM's leave to list all of it. @throws identity.access-denied */
export async function demandListing({ identity }: Workings, caller: Caller): Promise<void> {
  for (const name of LISTING)
    await identity.demand(caller, { action: `lakeformation:${name}`, resource: '*' })
}

/** Who may change all rules of their account. @throws governance.denied */
export async function demandKeeper(deps: Workings, caller: Caller): Promise<void> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  bookReader(deps, caller, { snapshot, rank: 'admin' })
}

/** Only administrators of an account see all its rules. @throws governance.denied */
export function bookReader(
  { clock }: Workings,
  caller: Caller,
  { snapshot, rank }: { snapshot: Snapshot; rank: 'admin' | 'any' },
): Reader {
  const principal = principalOf(caller)
  if (!administers(snapshot, principal, rank))
    throw denied({ permission: 'data lake administrator', resource: 'Catalog' })
  return { principal, at: clock().getTime() }
}
