import type { ReplaceFiles } from '../model/face.ts'
import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import { currentSnapshot, snapshotOf, type TableMetadata } from '../model/metadata.ts'
import { type Deletes, deletesFor } from '../projections/model/deletes.ts'
import type { Workings } from '../workings.ts'
import { type Erased, erasedOf } from './erase-rows.ts'
import { entriesOf, manifestsOf, putLayout } from './manifests.ts'
import { putManifest } from './put-snapshot.ts'
import { rewriteRows, type Thinned } from './rewrite-rows.ts'

/** What goes, and what an earlier attempt of the commit has made for it. */
export interface Replacing {
  snapshotId: bigint
  command: Partial<Pick<ReplaceFiles, 'replaces' | 'rows'>>
  erased: Erased
  thinned: Thinned
}

/** What is left of a state without the replaced files and rows. */
export interface Left {
  manifests: readonly ManifestFile[]
  removed: readonly TableFile[]
  /** Position deletes that come, in format 2. */
  erased: readonly TableFile[]
  /** Files without rows of those among `removed`, in formats 1 and 3. */
  rewritten: readonly TableFile[]
}

type Deps = Pick<Workings, 'storage'>

/** The manifests that go on, with those written anew that hold a replaced file. */
export async function withoutReplaced(
  deps: Deps,
  replacing: Replacing,
  metadata: TableMetadata,
): Promise<Left> {
  const before = await manifestsOf(deps, metadata, currentSnapshot(metadata))
  const live = before.filter((one) => one.addedFiles + one.existingFiles > 0)
  if (!replacing.command.replaces)
    return { manifests: live, removed: [], erased: [], rewritten: [] }
  const rewrites = replacing.command.rows && metadata['format-version'] !== 2
  const deletesOf = await deletesAmong(deps, metadata, rewrites ? live : [])
  const manifests: ManifestFile[] = []
  const [removed, erased, rewritten]: TableFile[][] = [[], [], []]
  for (const manifest of live) {
    if (manifest.content !== 'data') {
      manifests.push(manifest)
      continue
    }
    const entries = await entriesOf(deps, metadata, manifest)
    const gone = entries.filter((entry) => replaced(replacing, metadata, entry))
    const left = entries.filter((entry) => !gone.includes(entry))
    const thinned = await thinnedOf(deps, metadata, { replacing, left, deletesOf })
    gone.push(...thinned.gone)
    removed?.push(...gone.map(({ file }) => file))
    erased?.push(...thinned.erased)
    rewritten?.push(...thinned.rewritten)
    manifests.push(await written(deps, metadata, { manifest, entries, gone, replacing }))
  }
  return { manifests, removed: removed ?? [], erased: erased ?? [], rewritten: rewritten ?? [] }
}

type DeletesOf = (data: ManifestEntry) => Deletes

async function deletesAmong(
  deps: Deps,
  metadata: TableMetadata,
  live: readonly ManifestFile[],
): Promise<DeletesOf> {
  const deletes: ManifestEntry[] = []
  for (const manifest of live.filter(({ content }) => content === 'deletes'))
    deletes.push(...(await entriesOf(deps, metadata, manifest)))
  return deletesFor(metadata, deletes)
}

/** Format 2 has deletes by position; in the others a file is written anew without the rows. */
async function thinnedOf(
  deps: Deps,
  metadata: TableMetadata,
  of: { replacing: Replacing; left: readonly ManifestEntry[]; deletesOf: DeletesOf },
): Promise<{ gone: ManifestEntry[]; erased: TableFile[]; rewritten: TableFile[] }> {
  const { replacing, left, deletesOf } = of
  const { rows } = replacing.command
  if (!rows) return { gone: [], erased: [], rewritten: [] }
  if (metadata['format-version'] === 2) {
    const known = replacing.erased
    const erased = await erasedOf(deps, metadata, { entries: left, rows, known })
    return { gone: [], erased, rewritten: [] }
  }
  const gone: ManifestEntry[] = []
  const rewritten: TableFile[] = []
  for (const entry of left) {
    const file = { entry, deletes: deletesOf(entry) }
    const known = replacing.thinned
    const made = await rewriteRows(deps, metadata, { of: file, rows, known })
    if (!made) continue
    gone.push(entry)
    if (made.file) rewritten.push(made.file)
  }
  return { gone, erased: [], rewritten }
}

async function written(
  deps: Deps,
  metadata: TableMetadata,
  of: { manifest: ManifestFile; entries: readonly ManifestEntry[] } & {
    gone: readonly ManifestEntry[]
    replacing: Replacing
  },
): Promise<ManifestFile> {
  const { manifest, gone } = of
  const { snapshotId } = of.replacing
  if (gone.length === 0) return manifest
  const entries = of.entries.map(
    (entry): ManifestEntry =>
      gone.includes(entry)
        ? { ...entry, status: 'deleted', snapshotId }
        : { ...entry, status: 'existing' },
  )
  const layout = putLayout(metadata, manifest.specId)
  const anew = { ...layout, content: 'data' as const, entries, snapshotId }
  return putManifest(deps, metadata.location, anew)
}

function replaced(
  { command: { replaces } }: Replacing,
  metadata: TableMetadata,
  entry: ManifestEntry,
): boolean {
  const addedBy = snapshotOf(metadata, entry.snapshotId ?? -1n)?.summary
  return replaces?.(entry.file, addedBy) ?? false
}
