import { permits, tableAccess } from './decide.ts'
import { explain } from './explain.ts'
import { columnNames } from './grant-names.ts'
import type { Principal } from './reach.ts'
import type { GovernedTable } from './register.ts'
import type { Snapshot } from './snapshot.ts'

/** A table that somebody of an account could read, and how. */
export interface ReadableTable {
  accountId: string
  database: string
  table: string
  readers: readonly Reader[]
}

export interface Reader {
  principal: string
  columns: readonly string[]
  everyRow: boolean
  /** The grants behind it in words, with who gave them; or that IAM alone decides. */
  through: readonly string[]
}

/** What any of `principals` may read at `at`, by the same kernel that decides their reads. */
export function readableTables(
  snapshot: Snapshot,
  principals: readonly Principal[],
  at: number,
): ReadableTable[] {
  return [...snapshot.world.tables.values()].flatMap((table) => {
    const database = snapshot.world.databases.get(table.databaseId)
    const readers = principals.flatMap(
      (principal) => readerOf(snapshot, { principal, table, at }) ?? [],
    )
    if (!database || readers.length === 0) return []
    return [{ accountId: database.accountId, database: database.name, table: table.name, readers }]
  })
}

function readerOf(
  snapshot: Snapshot,
  { principal, table, at }: { principal: Principal; table: GovernedTable; at: number },
): Reader | undefined {
  const question = { principal, tableId: table.id, at }
  const access = tableAccess(snapshot, question)
  if (!access || !permits(access, 'SELECT')) return undefined
  const considered = explain(snapshot, { ...question, permission: 'SELECT' })?.considered ?? []
  const counted = considered.filter(({ outcome }) => outcome === 'matched' || outcome === 'partly')
  return {
    principal: principal.arn,
    columns: columnNames(table, [...access.columns]),
    everyRow: access.rowFilter === undefined && access.cellFilters.size === 0,
    through: access.iamOnly
      ? ['IAM alone decides: Lake Formation is off for it']
      : counted.map(({ grant, grantedBy }) => `${grant}, granted by ${grantedBy}`),
  }
}
