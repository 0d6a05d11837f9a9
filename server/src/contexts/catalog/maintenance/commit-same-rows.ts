import { fileKey, type ManifestEntry, type TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import { currentSnapshot, type TableMetadata } from '../model/metadata.ts'
import { commit } from '../steps/commit.ts'
import { entriesOf, manifestsOf, putLayout } from '../steps/manifests.ts'
import { newSnapshotId, putManifest, putSnapshot } from '../steps/put-snapshot.ts'
import { insertMaintenanceCommit } from '../store/maintenance.ts'
import type { Maintaining } from './maintaining.ts'

interface SameRows {
  manifests: readonly ManifestFile[]
  summary: Record<string, string>
}

/** Commits a snapshot of the same rows; `make` answers undefined where there is nothing to do. */
export async function commitSameRows(
  { deps, tableId, caller }: Maintaining,
  make: (metadata: TableMetadata, snapshotId: bigint) => Promise<SameRows | undefined>,
): Promise<void> {
  const snapshotId = newSnapshotId()
  await commit(deps, caller, tableId, {
    sameRows: true,
    make: async ({ metadata }) => {
      const made = await make(metadata, snapshotId)
      return made ? putSnapshot(deps, metadata, { id: snapshotId, ...made }) : metadata
    },
    alongside: async (tx) => {
      await insertMaintenanceCommit(tx, { tableId, snapshotId })
      return true
    },
  })
}

export async function liveManifests(
  { deps }: Pick<Maintaining, 'deps'>,
  metadata: TableMetadata,
): Promise<ManifestFile[]> {
  const all = await manifestsOf(deps, metadata, currentSnapshot(metadata))
  return all.filter((one) => one.addedFiles + one.existingFiles > 0)
}

interface Without {
  metadata: TableMetadata
  manifests: readonly ManifestFile[]
  /** Where the manifests lie that name what goes. */
  touched: ReadonlySet<string>
  gone: readonly TableFile[]
  snapshotId: bigint
}

/** The manifests, with those written anew that name what goes: one at a time. */
export async function manifestsWithout(
  work: Maintaining,
  { metadata, manifests, touched, gone, snapshotId }: Without,
): Promise<ManifestFile[]> {
  const keys = new Set(gone.map(fileKey))
  const left: ManifestFile[] = []
  for (const manifest of manifests) {
    if (!touched.has(manifest.location)) {
      left.push(manifest)
      continue
    }
    const entries = (await entriesOf(work.deps, metadata, manifest)).map(
      (entry): ManifestEntry =>
        keys.has(fileKey(entry.file))
          ? { ...entry, status: 'deleted', snapshotId }
          : { ...entry, status: 'existing' },
    )
    const { specId, content } = manifest
    left.push(await writeEntries(work, metadata, { specId, content, entries, snapshotId }))
  }
  return left
}

export function writeEntries(
  { deps }: Maintaining,
  metadata: TableMetadata,
  manifest: Pick<ManifestFile, 'specId' | 'content'> & {
    entries: readonly ManifestEntry[]
    snapshotId: bigint
  },
): Promise<ManifestFile> {
  const { specId, ...rest } = manifest
  return putManifest(deps, metadata.location, { ...rest, ...putLayout(metadata, specId) })
}
