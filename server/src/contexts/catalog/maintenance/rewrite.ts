import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import { currentSnapshot, type TableMetadata } from '../model/metadata.ts'
import { deletesFor } from '../projections/model/deletes.ts'
import { commit } from '../steps/commit.ts'
import { entriesOf, manifestsOf, schemaFor, specOf } from '../steps/manifests.ts'
import { newSnapshotId, putManifest, putSnapshot } from '../steps/put-snapshot.ts'
import { insertMaintenanceCommit } from '../store/maintenance.ts'
import type { Workings } from '../workings.ts'
import type { Maintaining } from './maintaining.ts'
import { type Bin, reachedBy } from './model/bins.ts'
import { rewriteSummary } from './model/summary.ts'

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

/** The live entries of one snapshot, by manifest. */
interface Live {
  manifest: ManifestFile
  entries: ManifestEntry[]
}

type ReadEntries = (metadata: TableMetadata, manifest: ManifestFile) => Promise<ManifestEntry[]>

/**
 * Puts the new files in the place of those whose rows they have, whatever was committed meanwhile.
 * A bin of which a file is gone, or has lost other rows, is given up: its turn comes again. New
 * files are as old as the snapshot that they were made of, so that later equality deletes reach
 * them.
 */
export async function commitRewrites(
  { deps, tableId, caller }: Maintaining,
  planned: TableMetadata,
  rewrites: readonly Rewrite[],
): Promise<Rewritten> {
  const snapshotId = newSnapshotId()
  const age = currentSnapshot(planned)?.['sequence-number'] ?? 0
  const read = remembering(deps)
  let given: Rewrite[] = []
  let dangling = 0
  const next = await commit(deps, caller, tableId, {
    sameRows: true,
    make: async ({ metadata }) => {
      const live = await liveOf(deps, read, metadata)
      const good = stillGood(metadata, { live, rewrites, age })
      given = rewrites.filter((one) => !good.includes(one))
      if (good.length === 0) return metadata
      const change = changeOf(metadata, live, good)
      dangling = change.deletes.size
      const manifests = await put(deps, metadata, { live, change, snapshotId, age })
      const summary = rewriteSummary(metadata, change)
      return putSnapshot(deps, metadata, { id: snapshotId, manifests, summary })
    },
    alongside: async (tx, { metadata }) => {
      if (currentSnapshot(metadata)?.['snapshot-id'] === snapshotId)
        await insertMaintenanceCommit(tx, { tableId, snapshotId })
      return true
    },
  })
  const done = rewrites.filter((one) => !given.includes(one))
  const vain = given.flatMap(({ file }) => (file ? [file.location] : []))
  await deps.storage.remove(vain)
  return {
    filesRemoved: done.reduce((sum, { bin }) => sum + bin.length, 0),
    filesAdded: done.filter(({ file }) => file).length,
    deleteFilesRemoved: next && done.length > 0 ? dangling : 0,
    binsGivenUp: given.length,
  }
}

/** Manifests never change: those of an earlier attempt are not read again. */
function remembering(deps: Pick<Workings, 'storage'>): ReadEntries {
  const known = new Map<string, Promise<ManifestEntry[]>>()
  return (metadata, manifest) => {
    const read = known.get(manifest.location) ?? entriesOf(deps, metadata, manifest)
    known.set(manifest.location, read)
    return read
  }
}

async function liveOf(
  deps: Pick<Workings, 'storage'>,
  read: ReadEntries,
  metadata: TableMetadata,
): Promise<Live[]> {
  const manifests = await manifestsOf(deps, metadata, currentSnapshot(metadata))
  const live: Live[] = []
  for (const manifest of manifests)
    if (manifest.addedFiles + manifest.existingFiles > 0)
      live.push({ manifest, entries: await read(metadata, manifest) })
  return live
}

function entriesIn(live: readonly Live[], content: 'data' | 'deletes'): ManifestEntry[] {
  return live
    .filter(({ manifest }) => manifest.content === content)
    .flatMap(({ entries }) => entries)
}

function stillGood(
  metadata: TableMetadata,
  of: { live: readonly Live[]; rewrites: readonly Rewrite[]; age: number },
): Rewrite[] {
  const there = new Map(
    entriesIn(of.live, 'data').map((entry) => [entry.file.location, entry] as const),
  )
  const deletes = entriesIn(of.live, 'deletes')
  const deletesOf = deletesFor(metadata, deletes)
  const ages = new Map(
    deletes.map(({ file, sequenceNumber = 0 }) => [file.location, sequenceNumber]),
  )
  return of.rewrites.filter(({ bin }) =>
    bin.every((part) => {
      const entry = there.get(part.entry.file.location)
      if (!entry || entry.sequenceNumber !== part.entry.sequenceNumber) return false
      const [then, now] = [reachedBy(part.deletes), reachedBy(deletesOf(entry))]
      if (then.positions.join() !== now.positions.join()) return false
      const fresh = now.equality.filter((location) => !then.equality.includes(location))
      return (
        then.equality.every((location) => now.equality.includes(location)) &&
        fresh.every((location) => (ages.get(location) ?? 0) > of.age)
      )
    }),
  )
}

/** What goes and what comes. */
export interface RewriteChange {
  removed: readonly TableFile[]
  added: readonly TableFile[]
  /** Delete files that reach nothing any more. */
  deletes: ReadonlySet<TableFile>
}

function changeOf(
  metadata: TableMetadata,
  live: readonly Live[],
  good: readonly Rewrite[],
): RewriteChange {
  const gone = new Set(good.flatMap(({ bin }) => bin.map(({ entry }) => entry.file.location)))
  const added = good.flatMap(({ file }) => (file ? [file] : []))
  const data = entriesIn(live, 'data')
  const deletes = entriesIn(live, 'deletes')
  const deletesOf = deletesFor(metadata, deletes)
  const needed = new Set<string>()
  for (const entry of data) {
    if (gone.has(entry.file.location)) continue
    const { positions, equality } = reachedBy(deletesOf(entry))
    for (const location of [...positions, ...equality]) needed.add(location)
  }
  // What reached only replaced files has nothing left to do; younger deletes may reach the new.
  const reached = new Set<string>()
  for (const { bin } of good)
    for (const part of bin) {
      const { positions, equality } = reachedBy(part.deletes)
      for (const location of [...positions, ...equality]) reached.add(location)
    }
  const idle = deletes.filter(
    ({ file }) => reached.has(file.location) && !needed.has(file.location),
  )
  return {
    removed: data.filter(({ file }) => gone.has(file.location)).map(({ file }) => file),
    added,
    deletes: new Set(idle.map(({ file }) => file)),
  }
}

async function put(
  deps: Workings,
  metadata: TableMetadata,
  of: { live: readonly Live[]; change: RewriteChange; snapshotId: bigint; age: number },
): Promise<ManifestFile[]> {
  const { live, change, snapshotId, age } = of
  const gone = new Set<TableFile>([...change.removed, ...change.deletes])
  const manifests: ManifestFile[] = []
  for (const [specId, files] of bySpec(change.added)) {
    const entries = files.map(
      (file): ManifestEntry => ({ status: 'added', snapshotId, sequenceNumber: age, file }),
    )
    const manifest = await write(deps, metadata, { specId, content: 'data', entries, snapshotId })
    manifests.push({ ...manifest, minSequenceNumber: age })
  }
  for (const { manifest, entries } of live) {
    if (!entries.some(({ file }) => gone.has(file))) {
      manifests.push(manifest)
      continue
    }
    const anew = entries.map(
      (entry): ManifestEntry =>
        gone.has(entry.file)
          ? { ...entry, status: 'deleted', snapshotId }
          : { ...entry, status: 'existing' },
    )
    const { specId, content } = manifest
    manifests.push(await write(deps, metadata, { specId, content, entries: anew, snapshotId }))
  }
  return manifests
}

function bySpec(files: readonly TableFile[]): Map<number, TableFile[]> {
  const groups = new Map<number, TableFile[]>()
  for (const file of files) groups.set(file.specId, [...(groups.get(file.specId) ?? []), file])
  return groups
}

function write(
  deps: Workings,
  metadata: TableMetadata,
  manifest: Pick<ManifestFile, 'specId' | 'content'> & {
    entries: readonly ManifestEntry[]
    snapshotId: bigint
  },
): Promise<ManifestFile> {
  const { specId, ...rest } = manifest
  const spec = specOf(metadata, specId)
  return putManifest(deps, metadata.location, { ...rest, spec, schema: schemaFor(metadata, spec) })
}
