import { snapshotAt, type TableRef } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'

/** One state of a table, and how each engine is asked for it. */
export interface AsOf {
  snapshotId: string
  availableAt: Date
  spark: string
  duckdb: string
  pyiceberg: string
}

/**
 * The state of a table that a reader had at `instant`: availability is the moment of the commit, so
 * it is the snapshot that was current then. Undefined: there was nothing to read yet.
 *
 * @throws catalog.no-such-table, catalog.history-not-kept, catalog.projection-not-ready
 */
export async function asOf(
  deps: IngestionDeps,
  caller: Caller,
  query: TableRef & { instant: Date },
): Promise<AsOf | undefined> {
  const { metadata } = await deps.catalog.loadTable(caller, query)
  const found = snapshotAt(metadata, query.instant)
  if (!found) return undefined
  const { snapshot, since } = found
  const snapshotId = String(snapshot['snapshot-id'])
  return { snapshotId, availableAt: since, ...textsOf(query, snapshotId) }
}

function textsOf({ database, table }: TableRef, snapshotId: string) {
  const name = (mark: string) =>
    [database, table].map((part) => `${mark}${part.replaceAll(mark, mark + mark)}${mark}`).join('.')
  const python = `[${JSON.stringify(database)}, ${JSON.stringify(table)}]`
  return {
    spark: `SELECT * FROM ${name('`')} VERSION AS OF ${snapshotId}`,
    duckdb: `SELECT * FROM lake.${name('"')} AT (VERSION => ${snapshotId})`,
    pyiceberg: `catalog.load_table((${python.slice(1, -1)})).scan(snapshot_id=${snapshotId})`,
  }
}
