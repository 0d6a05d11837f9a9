import type { Caller } from '../../identity/index.ts'
import type { ProjectionCost, ReadAccess } from '../projections/port.ts'
import { findTableById } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

/** So many are estimated: each reads the manifests of a table. */
const ESTIMATED_MAX = 50

/** A read that a change of the rules would open. */
export interface OpenedRead {
  tableId: string
  access: ReadAccess
}

/** The cost of one projection. */
export interface CostOfRead extends Omit<ProjectionCost, 'readBytes'> {
  /** Which of the reads needs it; the first of several. */
  at: number
  /** Of tables of the caller’s own account: it tells how large is what may be closed to others. */
  readBytes?: number
}

/**
 * What the projections cost that are not there yet for `reads`, each once; `unknown`: so many reads
 * were not looked at any more. Without gates, for who is shown that these reads would be opened.
 */
export async function projectionCosts(
  deps: Workings,
  caller: Caller,
  reads: readonly OpenedRead[],
): Promise<{ costs: CostOfRead[]; unknown: number }> {
  const known = new Set<string>()
  const costs: CostOfRead[] = []
  for (const [at, read] of reads.entries()) {
    if (known.size === ESTIMATED_MAX) return { costs, unknown: reads.length - at }
    const key = keyOf(read)
    if (known.has(key)) continue
    known.add(key)
    const cost = await costOfRead(deps, caller, read)
    if (cost) costs.push({ at, ...cost })
  }
  return { costs, unknown: 0 }
}

async function costOfRead(
  { sql, files, projections }: Workings,
  caller: Caller,
  read: OpenedRead,
): Promise<Omit<CostOfRead, 'at'> | undefined> {
  const table = await findTableById(sql, read.tableId)
  if (!table || !projections) return undefined
  const metadata = await files.read(table.metadataLocation)
  const cost = await projections.cost({ table, metadata }, read.access)
  if (!cost) return undefined
  const { readBytes, ...told } = cost
  return { ...told, ...(table.accountId === caller.accountId ? { readBytes } : {}) }
}

/** Equal for who would read the same projection. */
function keyOf({ tableId, access: { columns, rowFilter, cellFilters } }: OpenedRead): string {
  const sorted = [...columns].toSorted((one, other) => one - other)
  return JSON.stringify([tableId, sorted, rowFilter ?? null, [...cellFilters]])
}
