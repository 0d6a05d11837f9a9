import { randomUUID } from 'node:crypto'
import { notSupported } from '../errors.ts'
import type { ReplacedRows } from '../model/face.ts'
import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import { currentSchema, type TableMetadata } from '../model/metadata.ts'
import { lineageOf } from '../model/row-lineage.ts'
import { buildFile } from '../projections/build-file.ts'
import type { Deletes } from '../projections/model/deletes.ts'
import { planProjection } from '../projections/model/plan.ts'
import type { Workings } from '../workings.ts'

/** A file as it is now: with what takes rows away from it. */
export interface Rebuilt {
  entry: ManifestEntry
  deletes: Deletes
  /** The partition of the new file, where it is another. */
  place?: Pick<TableFile, 'specId' | 'partition'>
}

/**
 * One file of the rows that are left in files of one place, each with the id that it has;
 * undefined where none is left.
 *
 * @throws catalog.not-supported
 */
export async function rebuildFile(
  deps: Pick<Workings, 'storage'>,
  metadata: TableMetadata,
  { from, without }: { from: readonly Rebuilt[]; without?: ReplacedRows },
): Promise<TableFile | undefined> {
  const [first] = from
  const parts = from.map(({ entry, deletes }) => {
    const lineage = lineageOf(metadata, entry)
    const part = { file: entry.file, deletes }
    return { ...part, ...(lineage && { lineage }), ...(without && { without }) }
  })
  const location = `${metadata.location}/data/${randomUUID()}.parquet`
  const plan = wholePlan(metadata)
  const file = await buildFile(deps, { metadata, plan, parts, location })
  if (!file || !first) return undefined
  const { specId, partition } = first.place ?? first.entry.file
  return { ...file, specId, partition }
}

/** All columns and rows, in files as the table would have them. */
function wholePlan(metadata: TableMetadata) {
  const columns = currentSchema(metadata).fields.map(({ id }) => id)
  if (columns.length === 0) throw notSupported({ what: 'a table without columns' })
  return { ...planProjection(metadata, { columns, cellFilters: [] }), mixes: false }
}
