import type { Caller } from '../../identity/index.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { removablePlaces } from '../model/removable.ts'
import type { Table } from '../model/table.ts'
import { wasAdopted } from '../store/adoptions.ts'
import { findTableById } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import type { Policy } from './model/policy.ts'
import type { TaskResult } from './model/run.ts'
import type { Turn } from './turn.ts'

/** One table that is being looked after. */
export interface Maintaining {
  deps: Workings
  tableId: Table['id']
  policy: Policy
  caller: Caller
  turn: Turn
  /** What earlier turns of the task have done. */
  before: Readonly<Record<string, number>>
  /** Keeps what a task has done so far. */
  tell(counts: Record<string, number>): Promise<void>
}

/** `running`: its turn is over, and another does the rest. */
export type Outcome = Omit<TaskResult, 'task'>

export function skipped(reason: string): Outcome {
  return { state: 'skipped', reason, counts: {} }
}

/** The table as it is now; undefined when it was dropped. */
export async function present({
  deps,
  tableId,
}: Maintaining): Promise<{ table: Table; metadata: TableMetadata } | undefined> {
  const table = await findTableById(deps.sql, tableId)
  return table && { table, metadata: await deps.files.read(table.metadataLocation) }
}

/**
 * The places of which files may go that nothing names, and since when they must have been written.
 * All of it is of a table that was registered or adopted, once its files may be removed.
 */
export async function removable(
  { deps }: Maintaining,
  { table, metadata }: { table: Table; metadata: TableMetadata },
): Promise<{ places: string[]; since: number }> {
  const adopted = await wasAdopted(deps.sql, table.id)
  const given = adopted && metadata.properties['gc.enabled'] !== 'false'
  const whole = given || table.ownedSince === undefined
  const { unnamed } = removablePlaces(metadata, { adopted, whole })
  return { places: unnamed, since: whole ? 0 : (table.ownedSince?.getTime() ?? 0) }
}

export const GONE = skipped('the table was dropped')
export const KEPT = skipped('gc.enabled of the table is false')
