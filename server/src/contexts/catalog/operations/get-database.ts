import type { Caller } from '../../identity/index.ts'
import type { DatabaseRef } from '../model/face.ts'
import type { Database } from '../model/table.ts'
import { openDatabase } from '../steps/gates.ts'
import type { Workings } from '../workings.ts'

/** @throws catalog.no-such-database */
export function getDatabase(deps: Workings, caller: Caller, ref: DatabaseRef): Promise<Database> {
  return openDatabase(deps, caller, ref, { action: 'glue:GetDatabase', permission: 'DESCRIBE' })
}
