import type { AccountId, Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { glueArns } from '../model/table.ts'
import { findDataset } from '../store/datasets.ts'
import type { Workings } from '../workings.ts'

export interface VisibleTable extends TableRef {
  tableId: string
}

/**
 * Those of the tables that are there and that the caller may DESCRIBE, in the same order. Others
 * are left out as if they were absent; nothing is demanded, so nothing is refused.
 */
export async function visibleAmong(
  deps: Workings,
  caller: Caller,
  refs: readonly TableRef[],
): Promise<VisibleTable[]> {
  const found = await Promise.all(refs.map((ref) => visible(deps, caller, ref)))
  return found.flatMap((one) => one ?? [])
}

async function visible(
  deps: Workings,
  caller: Caller,
  { accountId, database, table: name }: TableRef,
): Promise<VisibleTable | undefined> {
  const { identity, governance, region } = deps
  for (const resource of glueArns({ region, accountId, database, table: name }))
    if (!(await identity.allows(caller, { action: 'glue:GetTable', resource }))) return undefined
  const table = await findDataset(deps.sql, { accountId, database, table: name })
  if (!table) return undefined
  const access = await governance.tableAccess(caller, table.id)
  if (!access.permissions.has('DESCRIBE')) return undefined
  return { accountId: accountId as AccountId, database, table: name, tableId: table.id }
}
