import { randomUUID } from 'node:crypto'
import { announce } from '../../../foundation/events.ts'
import { transaction } from '../../../foundation/sql.ts'
import { notSupported } from '../errors.ts'
import type { TableFile } from '../model/manifest.ts'
import { currentSchema, currentSnapshot, type TableMetadata } from '../model/metadata.ts'
import type { Table } from '../model/table.ts'
import { buildFile } from '../projections/build-file.ts'
import { deletesFor } from '../projections/model/deletes.ts'
import { type Plan, planProjection } from '../projections/model/plan.ts'
import { createReadBase } from '../projections/read-base.ts'
import { hasCommitKeys } from '../store/maintenance.ts'
import { GONE, type Maintaining, type Outcome, present, skipped } from './maintaining.ts'
import { type Bin, planBins } from './model/bins.ts'
import { commitRewrites, type Rewrite } from './rewrite.ts'

/** What DuckDB writes anew in one run; more is for an engine of many hosts. */
const BYTES_MAX = 16 * 2 ** 30
const FILES_MAX = 200_000
/** Bins that are committed together, so that little is in vain where one is not the first. */
const BINS_AT_ONCE = 16

/** Writes small files of a partition as one, and files with deleted rows without them. */
export async function compact(work: Maintaining): Promise<Outcome> {
  const { deps, tableId, policy } = work
  const found = await present(work)
  if (!found) return GONE
  if (found.metadata['format-version'] !== 2)
    return skipped('tables of another format version than 2 are not written')
  if (await hasCommitKeys(deps.sql, tableId))
    return skipped('the platform loads this table, and keeps the files of each delivery apart')
  const counts = { filesRemoved: 0, filesAdded: 0, deleteFilesRemoved: 0, binsGivenUp: 0 }
  const bins = await binsOf(work, found.metadata)
  const bytes = bins.flat().reduce((sum, { entry }) => sum + entry.file.sizeBytes, 0)
  if (bytes > BYTES_MAX || bins.flat().length > FILES_MAX) return deferred(work, found.table, bytes)
  for (let from = 0; from < bins.length; from += BINS_AT_ONCE) {
    const some = bins.slice(from, from + BINS_AT_ONCE)
    const done = await rewritten(work, found.metadata, some)
    counts.filesRemoved += done.filesRemoved
    counts.filesAdded += done.filesAdded
    counts.deleteFilesRemoved += done.deleteFilesRemoved
    counts.binsGivenUp += done.binsGivenUp
    await work.tell({ ...counts, binsDone: from + some.length, bins: bins.length })
  }
  return { state: 'done', counts: { ...counts, targetFileBytes: policy.targetFileBytes } }
}

async function binsOf({ deps, policy }: Maintaining, metadata: TableMetadata): Promise<Bin[]> {
  const snapshot = currentSnapshot(metadata)
  if (!snapshot) return []
  const { data, deletes } = await createReadBase(deps, metadata)(snapshot)
  const deletesOf = deletesFor(metadata, deletes)
  const parts = data.map((entry) => ({ entry, deletes: deletesOf(entry) }))
  return planBins(parts, policy.targetFileBytes)
}

async function deferred({ deps }: Maintaining, table: Table, bytes: number): Promise<Outcome> {
  const { id: tableId, accountId, databaseId } = table
  const due = { accountId, databaseId, tableId, task: 'compact', bytes }
  await transaction(deps.sql, (tx) => announce(tx, 'catalog.maintenance-due', due))
  const reason = `${bytes} bytes are more than DuckDB rewrites here: Spark is to do it`
  return { state: 'deferred', reason, counts: { bytes } }
}

async function rewritten(work: Maintaining, metadata: TableMetadata, bins: readonly Bin[]) {
  const plan = planOf(metadata)
  const rewrites: Rewrite[] = []
  try {
    for (const bin of bins) rewrites.push({ bin, file: await madeFile(work, metadata, plan, bin) })
  } catch (error) {
    await dropFiles(work, rewrites)
    throw error
  }
  return commitRewrites(work, metadata, rewrites)
}

/** All columns and rows, in files as the table would have them. */
function planOf(metadata: TableMetadata): Plan {
  const columns = currentSchema(metadata).fields.map(({ id }) => id)
  if (columns.length === 0) throw notSupported({ what: 'a table without columns' })
  return { ...planProjection(metadata, { columns, cellFilters: [] }), mixes: false }
}

async function madeFile(
  { deps }: Maintaining,
  metadata: TableMetadata,
  plan: Plan,
  bin: Bin,
): Promise<TableFile | undefined> {
  const [first] = bin
  const parts = bin.map(({ entry, deletes }) => ({ file: entry.file, deletes }))
  const location = `${metadata.location}/data/${randomUUID()}.parquet`
  const file = await buildFile(deps, { metadata, plan, parts, location })
  if (!file || !first) return undefined
  const { specId, partition } = first.entry.file
  return { ...file, specId, partition }
}

async function dropFiles({ deps }: Maintaining, rewrites: readonly Rewrite[]): Promise<void> {
  await deps.storage.remove(rewrites.flatMap(({ file }) => (file ? [file.location] : [])))
}
