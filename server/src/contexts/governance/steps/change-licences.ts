import { recordDone } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { LicenceChange } from '../model/licence-changes.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** In the caller's transaction, on record in the account of each table's owner. */
export async function changeLicences(
  { snapshots }: Workings,
  tx: SqlTransaction,
  caller: Caller,
  plan: (snapshot: Snapshot) => readonly LicenceChange[],
): Promise<void> {
  const planned: LicenceChange[] = []
  const { after } = await snapshots.change(tx, (snapshot) => {
    planned.push(...plan(snapshot))
    return planned
  })
  for (const { row } of planned) {
    const { tableId: resource, agreementId, name, endsAt } = row
    const accountId = after.governed.get(resource)?.ownerId
    const detail = { agreementId, name, endsAt, snapshotVersion: after.version }
    await recordDone(tx, caller, {
      ...(accountId && { accountId }),
      ...{ action: 'governance.licence-set', resource, detail },
    })
  }
}
