import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import { currentSnapshot, type TableMetadata } from '../model/metadata.ts'
import { deletesFor, reachedBy } from '../projections/model/deletes.ts'
import { entriesOf } from '../steps/manifests.ts'
import {
  commitSameRows,
  liveManifests,
  manifestsWithout,
  writeEntries,
} from './commit-same-rows.ts'
import type { Maintaining } from './maintaining.ts'
import type { Bin } from './model/bins.ts'
import { rewriteSummary } from './model/summary.ts'
import type { Planned } from './plan.ts'

/** A bin, and the file that has its rows; undefined where none is left. */
export interface Rewrite {
  bin: Bin
  file: TableFile | undefined
}

export interface Rewritten {
  filesRemoved: number
  filesAdded: number
  deleteFilesRemoved: number
  binsGivenUp: number
}

/** An entry, and where the manifest lies that names it. */
interface Found {
  entry: ManifestEntry
  manifest: string
}

/** As much of a state as concerns the bins. */
interface Live {
  manifests: readonly ManifestFile[]
  data: ReadonlyMap<string, Found>
  deletes: readonly Found[]
}

/**
 * Puts the new files in the place of those whose rows they have, whatever was committed meanwhile.
 * A bin of which a file is gone, or has lost other rows, is given up: its turn comes again. New
 * files are as old as the snapshot that they were made of, so that later equality deletes reach
 * them.
 */
export async function commitRewrites(
  work: Maintaining,
  planned: Planned,
  rewrites: readonly Rewrite[],
): Promise<Rewritten> {
  const age = currentSnapshot(planned.metadata)?.['sequence-number'] ?? 0
  let good: readonly Rewrite[] = []
  let change: RewriteChange = { removed: [], added: [], deletes: [] }
  await commitSameRows(work, async (metadata, snapshotId) => {
    const live = await liveOf(work, metadata, { planned, rewrites })
    good = stillGood(metadata, { live, rewrites, age })
    if (good.length === 0) return undefined
    const found = goneOf(live, good)
    const files = (content: 'data' | 'deletes') =>
      found
        .map(({ entry }) => entry.file)
        .filter((file) => (file.content === 'data') === (content === 'data'))
    const added = good.flatMap(({ file }) => (file ? [file] : []))
    change = { removed: files('data'), added, deletes: files('deletes') }
    const fresh = await freshManifests(work, metadata, { added, snapshotId, age })
    const left = await manifestsWithout(work, {
      metadata,
      manifests: live.manifests,
      touched: new Set(found.map(({ manifest }) => manifest)),
      gone: found.map(({ entry }) => entry.file),
      snapshotId,
    })
    return { manifests: [...fresh, ...left], summary: rewriteSummary(metadata, change) }
  })
  const vain = rewrites.filter((one) => !good.includes(one))
  await work.deps.storage.remove(vain.flatMap(({ file }) => (file ? [file.location] : [])))
  const done = good.length > 0
  return {
    filesRemoved: good.reduce((sum, { bin }) => sum + bin.length, 0),
    filesAdded: done ? change.added.length : 0,
    deleteFilesRemoved: done ? change.deletes.length : 0,
    binsGivenUp: vain.length,
  }
}

/**
 * The files of the bins are where the plan found them, or in manifests that came since: no other is
 * read, so what a commit costs goes by what it changes.
 */
async function liveOf(
  work: Maintaining,
  metadata: TableMetadata,
  { planned, rewrites }: { planned: Planned; rewrites: readonly Rewrite[] },
): Promise<Live> {
  const parts = rewrites.flatMap(({ bin }) => bin)
  const wanted = new Set(parts.map(({ entry }) => entry.file.location))
  const there = new Set(parts.map(({ manifest }) => manifest))
  const manifests = await liveManifests(work, metadata)
  const data = new Map<string, Found>()
  const deletes: Found[] = []
  for (const one of manifests) {
    const { location: manifest, content } = one
    if (content === 'data' && planned.manifests.has(manifest) && !there.has(manifest)) continue
    for (const entry of await entriesOf(work.deps, metadata, one))
      if (content === 'deletes') deletes.push({ entry, manifest })
      else if (wanted.has(entry.file.location)) data.set(entry.file.location, { entry, manifest })
  }
  return { manifests, data, deletes }
}

function stillGood(
  metadata: TableMetadata,
  { live, rewrites, age }: { live: Live; rewrites: readonly Rewrite[]; age: number },
): Rewrite[] {
  const entries = live.deletes.map(({ entry }) => entry)
  const deletesOf = deletesFor(metadata, entries)
  const ages = new Map(
    entries.map(({ file, sequenceNumber = 0 }) => [file.location, sequenceNumber]),
  )
  const moved = (bin: Bin) => bin.some(({ place }) => place !== undefined)
  // Equality deletes that come meanwhile are for files of one partition, and reach no other.
  const missed = ({ bin, file }: Rewrite) =>
    file !== undefined &&
    moved(bin) &&
    deletesOf({ status: 'added', sequenceNumber: age, file }).equality.length > 0
  const same = (part: Bin[number], bin: Bin) => {
    const entry = live.data.get(part.entry.file.location)?.entry
    if (!entry || !sameFile(entry, part.entry)) return false
    const [then, now] = [reachedBy(part.deletes), reachedBy(deletesOf(entry))]
    if (then.positions.join() !== now.positions.join()) return false
    const fresh = now.equality.filter((location) => !then.equality.includes(location))
    if (fresh.length > 0 && moved(bin)) return false
    return (
      then.equality.every((location) => now.equality.includes(location)) &&
      fresh.every((location) => (ages.get(location) ?? 0) > age)
    )
  }
  return rewrites.filter((one) => !missed(one) && one.bin.every((part) => same(part, one.bin)))
}

/** As old as it was, and its rows have the ids that were written. */
function sameFile(now: ManifestEntry, then: ManifestEntry): boolean {
  const aged = now.sequenceNumber === then.sequenceNumber
  return aged && now.file.firstRowId === then.file.firstRowId
}

/** What goes and what comes. */
export interface RewriteChange {
  removed: readonly TableFile[]
  added: readonly TableFile[]
  /** Delete files that reach nothing any more. */
  deletes: readonly TableFile[]
}

/** The files of the bins, and the deletes that are about one of them alone. */
function goneOf({ data, deletes }: Live, good: readonly Rewrite[]): Found[] {
  const names = good.flatMap(({ bin }) => bin.map(({ entry }) => entry.file.location))
  const gone = new Set(names)
  const about = deletes.filter(({ entry: { file } }) => gone.has(file.referencedFile ?? ''))
  return [...names.flatMap((name) => data.get(name) ?? []), ...about]
}

async function freshManifests(
  work: Maintaining,
  metadata: TableMetadata,
  of: { added: readonly TableFile[]; snapshotId: bigint; age: number },
): Promise<ManifestFile[]> {
  const { added, snapshotId, age } = of
  const manifests: ManifestFile[] = []
  for (const [specId, files] of Map.groupBy(added, (file) => file.specId)) {
    const entries = files.map(
      (file): ManifestEntry => ({ status: 'added', snapshotId, sequenceNumber: age, file }),
    )
    const facts = { specId, content: 'data' as const, entries, snapshotId }
    const manifest = await writeEntries(work, metadata, facts)
    manifests.push({ ...manifest, minSequenceNumber: age })
  }
  return manifests
}
