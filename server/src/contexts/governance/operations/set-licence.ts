import { isDeepStrictEqual } from 'node:util'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { licensed } from '../model/licence-changes.ts'
import { keyOf, type Licence } from '../model/world.ts'
import { changeLicences } from '../steps/change-licences.ts'

/**
 * Rows of a table came under an agreement: nobody reads the table once it has ended. Of several
 * agreements the first to end counts. Whoever calls has seen to it that `caller` may write there.
 */
export async function setLicence(
  deps: Workings,
  tx: SqlTransaction,
  caller: Caller,
  licence: Licence,
): Promise<void> {
  // Every load says so: what is known already waits for nobody who changes rules.
  const known = deps.snapshots.current().world.licences.get(keyOf.licence(licence))
  if (isDeepStrictEqual(known, licence)) return
  await changeLicences(deps, tx, caller, (snapshot) => licensed(snapshot, licence))
}
