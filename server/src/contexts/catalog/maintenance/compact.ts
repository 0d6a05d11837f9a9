import { randomUUID } from 'node:crypto'
import { notSupported } from '../errors.ts'
import type { TableFile } from '../model/manifest.ts'
import { currentSchema, type TableMetadata } from '../model/metadata.ts'
import { buildFile } from '../projections/build-file.ts'
import { type Plan, planProjection } from '../projections/model/plan.ts'
import { removeIdleDeletes } from './idle-deletes.ts'
import { GONE, type Maintaining, type Outcome, present, skipped } from './maintaining.ts'
import { type Bin, sharesOf } from './model/bins.ts'
import { type Planned, partitionsDue, planFor } from './plan.ts'
import { commitRewrites, type Rewrite, type Rewritten } from './rewrite.ts'

/**
 * Writes small files of a partition as one, and files with deleted rows without them. A table of
 * any size is done in groups: each is one statement of one thread, and some of them are a commit,
 * so that a run that is killed has what it committed behind it.
 */
export async function compact(work: Maintaining): Promise<Outcome> {
  const { policy } = work
  const found = await present(work)
  if (!found) return GONE
  if (found.metadata['format-version'] !== 2)
    return skipped('tables of another format version than 2 are not written')
  const counts = { ...NOTHING, ...work.before }
  const lots = await partitionsDue(work, found.metadata)
  const since = work.deps.clock()
  for (const partitions of lots) {
    await compactSome(work, { partitions, since }, counts)
    if (!work.turn.over(since)) continue
    if (work.turn.last) break
    return { state: 'running', counts }
  }
  counts.deleteFilesRemoved += await removeIdleDeletes(work)
  return { state: 'done', counts: { ...counts, targetFileBytes: policy.targetFileBytes } }
}

const NOTHING = { filesRemoved: 0, filesAdded: 0, deleteFilesRemoved: 0, binsGivenUp: 0 }

/** Plans anew where one look did not see all, as long as that leads on and the turn lasts. */
async function compactSome(
  work: Maintaining,
  { partitions, since }: { partitions: ReadonlySet<string>; since: Date },
  counts: Rewritten,
): Promise<void> {
  for (;;) {
    const found = await present(work)
    if (!found) return
    const planned = await planFor(work, found.metadata, { partitions })
    const before = counts.filesRemoved
    for (const bins of sharesOf(planned.bins)) {
      const done = await rewritten(work, { planned, since }, bins)
      counts.filesRemoved += done.filesRemoved
      counts.filesAdded += done.filesAdded
      counts.deleteFilesRemoved += done.deleteFilesRemoved
      counts.binsGivenUp += done.binsGivenUp
      await work.tell({ ...counts })
      if (work.turn.over(since)) return
    }
    if (!planned.cut || counts.filesRemoved === before) return
  }
}

/** Commits what is made when the turn is over: at least one bin. */
async function rewritten(
  work: Maintaining,
  { planned, since }: { planned: Planned; since: Date },
  bins: readonly Bin[],
): Promise<Rewritten> {
  const { metadata } = planned
  const plan = planOf(metadata)
  const rewrites: Rewrite[] = []
  try {
    for (const bin of bins) {
      rewrites.push({ bin, file: await madeFile(work, metadata, plan, bin) })
      if (work.turn.over(since)) break
    }
  } catch (error) {
    await dropFiles(work, rewrites)
    throw error
  }
  return commitRewrites(work, planned, rewrites)
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
