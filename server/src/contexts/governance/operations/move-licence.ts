import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { moved } from '../model/licence-changes.ts'
import { changeLicences } from '../steps/change-licences.ts'

/**
 * An agreement ends at another time, sooner or later, for all tables that its rows are in; for one
 * of another account, which had it before owners alone could put tables under one, only later.
 */
export async function moveLicence(
  deps: Workings,
  tx: SqlTransaction,
  caller: Caller,
  to: { agreementId: string; endsAt: Date },
): Promise<void> {
  await changeLicences(deps, tx, caller, (snapshot) => moved(snapshot, caller.accountId, to))
}
