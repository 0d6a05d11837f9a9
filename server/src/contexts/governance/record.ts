import { putAudit } from '../../foundation/outbox.ts'
import { transaction } from '../../foundation/sql.ts'
import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'

/** Every refusal is on record, in the account of the one who was refused. */
export async function putDenial(
  { sql, snapshots }: Pick<Workings, 'sql' | 'snapshots'>,
  caller: Caller,
  refused: { permission: string; resource: string },
): Promise<void> {
  await transaction(sql, (tx) =>
    putAudit(tx, [
      {
        accountId: caller.accountId,
        actor: caller.arn,
        principal: caller.principalArn,
        action: 'governance.demanded',
        resource: refused.resource,
        decision: 'denied',
        detail: {
          permission: refused.permission,
          snapshotVersion: snapshots.current().version,
        },
      },
    ]),
  )
}
