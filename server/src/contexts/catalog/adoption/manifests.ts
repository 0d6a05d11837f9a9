import type { ManifestEntry } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import {
  currentSchema,
  currentSnapshot,
  defaultSpec,
  type TableMetadata,
} from '../model/metadata.ts'
import { putManifest } from '../steps/put-snapshot.ts'
import { readFilesAfter } from '../store/adoption-files.ts'
import type { Workings } from '../workings.ts'
import type { Adoption } from './model/adoption.ts'
import { describeAdopted } from './model/describe-adopted.ts'

/** Files of one manifest: as many as are in memory at the same time. */
const ENTRIES = 2000

export interface Added {
  manifests: ManifestFile[]
  files: number
  rows: number
  sizeBytes: number
}

/** Writes the manifests of all files that were read, in the order of their locations. */
export async function putManifests(
  deps: Pick<Workings, 'sql' | 'storage'>,
  of: { adoption: Adoption; metadata: TableMetadata; snapshotId: bigint },
): Promise<Added> {
  const { adoption, metadata, snapshotId } = of
  const layout = {
    formatVersion: metadata['format-version'],
    schema: currentSchema(metadata),
    spec: defaultSpec(metadata),
  }
  const added: Added = { manifests: [], files: 0, rows: 0, sizeBytes: 0 }
  let after = ''
  for (;;) {
    const page = { adoptionId: adoption.id, after, limit: ENTRIES }
    const files = await readFilesAfter(deps.sql, page)
    const last = files.at(-1)
    if (!last) return added
    after = last.location
    const entries = files.map((file): ManifestEntry => {
      added.rows += file.facts.rows
      added.sizeBytes += file.sizeBytes
      return { status: 'added', snapshotId, file: describeAdopted(file, layout) }
    })
    added.files += files.length
    const manifest = { ...layout, content: 'data' as const, entries, snapshotId }
    added.manifests.push(await putManifest(deps, metadata.location, manifest))
  }
}

/** @see Iceberg spec, "Snapshot Summary" (optional fields) */
export function addedSummary(base: TableMetadata, added: Added): Record<string, string> {
  const before = currentSnapshot(base)?.summary ?? {}
  const total = (name: string, more: number) => String(Number(before[name] ?? 0) + more)
  return {
    operation: 'append',
    'added-data-files': String(added.files),
    'added-records': String(added.rows),
    'added-files-size': String(added.sizeBytes),
    'total-data-files': total('total-data-files', added.files),
    'total-records': total('total-records', added.rows),
    'total-files-size': total('total-files-size', added.sizeBytes),
    'total-delete-files': total('total-delete-files', 0),
    'total-position-deletes': total('total-position-deletes', 0),
    'total-equality-deletes': total('total-equality-deletes', 0),
  }
}
