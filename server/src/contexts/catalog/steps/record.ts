import { recordDone } from '../../../foundation/outbox.ts'
import type { Sql } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { glueArns } from '../model/table.ts'

export interface Recorded {
  /** `table-committed` */
  done: string
  ref: { accountId: string; database?: string; table?: string }
  detail?: Record<string, unknown>
}

/** Puts what was done on record, in the account that owns the catalog. */
export async function record(
  sql: Sql,
  deps: { region: string },
  caller: Caller,
  { done, ref, detail }: Recorded,
): Promise<void> {
  await recordDone(sql, caller, {
    accountId: ref.accountId,
    action: `catalog.${done}`,
    resource: glueArns({ region: deps.region, ...ref }).at(-1) as string,
    detail: { callerAccountId: caller.accountId, ...detail },
  })
}
