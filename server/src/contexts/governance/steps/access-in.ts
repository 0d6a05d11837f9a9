import type { Caller } from '../../identity/index.ts'
import { tableAccess as decideTable } from '../model/decide.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Access } from '../model/table-access.ts'
import { principalOf } from './rules.ts'

export interface TableAccess extends Access {
  snapshotVersion: number
}

const NOTHING: Access = {
  iamOnly: false,
  permissions: new Set(),
  columns: new Set(),
  described: new Set(),
  cellFilters: new Map(),
  restricted: true,
}

export function accessIn(
  snapshot: Snapshot,
  caller: Caller,
  tableId: string,
  at: number,
): TableAccess {
  const principal = principalOf(caller)
  const access = caller.scope ? undefined : decideTable(snapshot, { principal, tableId, at })
  return { ...(access ?? NOTHING), snapshotVersion: snapshot.version }
}
