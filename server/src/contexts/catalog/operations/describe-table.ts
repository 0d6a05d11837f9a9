import type { Caller } from '../../identity/index.ts'
import type { DescribeTable, TableDescription } from '../model/face.ts'
import { describe } from '../steps/describe.ts'
import { openDataset, openTable } from '../steps/gates.ts'
import { following } from '../steps/links.ts'
import { record } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/** Names and types, for people and Glue, also through a resource link; waits for no projection. */
export function describeTable(
  deps: Workings,
  caller: Caller,
  { only, ...ref }: DescribeTable,
): Promise<TableDescription> {
  const kind = only === undefined ? {} : { only }
  return following(deps, caller, ref, (at) => describeAt(deps, caller, { ...at, ...kind }))
}

/** Without following links. */
export async function describeAt(
  deps: Workings,
  caller: Caller,
  { only, ...ref }: DescribeTable,
): Promise<TableDescription> {
  const gate = { action: 'glue:GetTable', permissions: [] }
  const open = only === 'iceberg' ? openTable : openDataset
  const opened = await open(deps, caller, ref, gate)
  const description = await describe(deps, opened)
  const detail = { tableId: opened.table.id, version: opened.table.version }
  await record(deps.sql, deps, caller, { done: 'table-described', ref, detail })
  return description
}
