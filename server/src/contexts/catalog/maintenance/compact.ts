import { rebuildFile } from '../steps/rebuild-file.ts'
import { removeIdleDeletes } from './idle-deletes.ts'
import { GONE, type Maintaining, type Outcome, present } from './maintaining.ts'
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
  const rewrites: Rewrite[] = []
  try {
    for (const bin of bins) {
      rewrites.push({ bin, file: await rebuildFile(work.deps, metadata, { from: bin }) })
      if (work.turn.over(since)) break
    }
  } catch (error) {
    await dropFiles(work, rewrites)
    throw error
  }
  return commitRewrites(work, planned, rewrites)
}

async function dropFiles({ deps }: Maintaining, rewrites: readonly Rewrite[]): Promise<void> {
  await deps.storage.remove(rewrites.flatMap(({ file }) => (file ? [file.location] : [])))
}
