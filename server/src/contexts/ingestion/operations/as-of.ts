import type { TableRef } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'

/** One state of a table, and how every engine asks for it. */
export interface AsOf {
  snapshotId: string
  availableAt: Date
  /** `spark.sql(...)` */
  spark: string
}

/**
 * The state of a table that a reader had at `instant`: availability is the moment of the commit, so
 * it is the snapshot that was current then. Undefined: there was nothing to read yet.
 *
 * @throws catalog.no-such-table
 */
export async function asOf(
  deps: IngestionDeps,
  caller: Caller,
  query: TableRef & { instant: Date },
): Promise<AsOf | undefined> {
  const { metadata } = await deps.catalog.loadTable(caller, query)
  const wanted = query.instant.getTime()
  const log = (metadata['snapshot-log'] ?? []).filter((entry) => entry['timestamp-ms'] <= wanted)
  const last = log.at(-1)
  if (!last) return undefined
  const snapshotId = String(last['snapshot-id'])
  const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``
  const name = `${quoted(query.database)}.${quoted(query.table)}`
  return {
    snapshotId,
    availableAt: new Date(last['timestamp-ms']),
    spark: `SELECT * FROM ${name} VERSION AS OF ${snapshotId}`,
  }
}
