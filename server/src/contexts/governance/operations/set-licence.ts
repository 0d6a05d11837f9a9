import { isDeepStrictEqual } from 'node:util'
import { recordDone } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { licensed } from '../model/licence-changes.ts'
import { keyOf, type Licence } from '../model/world.ts'
import { changeLicences } from '../steps/change-licences.ts'

/**
 * Rows of a table came under an agreement: nobody reads the table once it has ended. Of several
 * agreements the first to end counts. Only an agreement of the table’s own account ends its
 * reading: that of who may write there from another account is told to the owner, and that is all.
 */
export async function setLicence(
  deps: Workings,
  tx: SqlTransaction,
  caller: Caller,
  licence: Licence,
): Promise<void> {
  const ownerId = deps.snapshots.current().governed.get(licence.tableId)?.ownerId
  if (ownerId !== undefined && ownerId !== caller.accountId) {
    const { tableId: resource, ...detail } = licence
    const action = 'governance.licence-not-taken'
    return recordDone(tx, caller, { accountId: ownerId, action, resource, detail })
  }
  // Every load says so: what is known already waits for nobody who changes rules.
  const known = deps.snapshots.current().world.licences.get(keyOf.licence(licence))
  if (isDeepStrictEqual(known, licence)) return
  await changeLicences(deps, tx, caller, (snapshot) => licensed(snapshot, licence))
}
