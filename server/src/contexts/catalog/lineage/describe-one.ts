import type { Caller } from '../../identity/index.ts'
import type { TableDescription, TableRef } from '../model/face.ts'
import { describe } from '../steps/describe.ts'
import { findDataset } from '../store/datasets.ts'
import type { Workings } from '../workings.ts'

/** A dataset that the caller may DESCRIBE, without a demand and without a record. */
export async function describeOne(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<TableDescription | undefined> {
  const table = await findDataset(deps.sql, ref)
  if (!table) return undefined
  const access = await deps.governance.tableAccess(caller, table.id)
  return access.permissions.has('DESCRIBE') ? describe(deps, { table, access }) : undefined
}
