import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import type { TableLink } from '../model/table.ts'
import { openTableLink } from '../steps/links.ts'
import { findName } from '../store/views.ts'
import type { Workings } from '../workings.ts'

/** Undefined where the name is not one of a resource link. @throws catalog.no-such-table */
export async function getTableLink(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<TableLink | undefined> {
  if ((await findName(deps.sql, ref)) !== 'link') return undefined
  return openTableLink(deps, caller, ref, { action: 'glue:GetTable', permission: 'DESCRIBE' })
}
