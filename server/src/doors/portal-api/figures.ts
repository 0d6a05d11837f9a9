import type { Freshness } from '@millrace/contract'
import type { TableEntry } from '../../contexts/catalog/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import type { PortalApiDeps } from './deps.ts'

/** What other contexts know of a table. */
export interface TableFigures {
  promise: string | undefined
  state: Freshness['state']
  readers: number
  /** Who is asked when the pipeline that makes it is late. */
  owner: string | undefined
}

/** What was promised of tables, whether it is kept, and how many read them; by table id. */
export async function figuresOf(
  { governance, ingestion, pipelines }: PortalApiDeps,
  caller: Caller,
  tables: readonly TableEntry[],
): Promise<(table: TableEntry) => TableFigures> {
  const refs = tables.map(({ accountId, database, name }) => ({ accountId, database, table: name }))
  const [sources, makers, readers] = await Promise.all([
    ingestion?.sourcesOf(caller, { tables: refs }) ?? [],
    pipelines?.makersOf(caller, { tables: refs }) ?? [],
    governance.readerCounts(caller, { tableIds: tables.map(({ id }) => id) }),
  ])
  const promises = new Map([
    ...sources.map(({ table, promise, overdue }) => [nameOf(table), { promise, late: overdue }]),
    ...makers.map(({ pipeline: { definition }, promise, late }) => [
      nameOf(definition.output),
      { promise, late, owner: definition.owner },
    ]),
  ] as [string, { promise: string | undefined; late: boolean; owner?: string }][])
  return (table) => {
    const found = promises.get(nameOf({ ...table, table: table.name }))
    const { promise, late, owner } = found ?? { promise: undefined, late: false }
    const kept = promise ? 'fresh' : 'unknown'
    return { promise, state: late ? 'late' : kept, readers: readers.get(table.id) ?? 0, owner }
  }
}

function nameOf(ref: { accountId: string; database: string; table: string }): string {
  return `${ref.accountId}/${ref.database}/${ref.table}`
}
