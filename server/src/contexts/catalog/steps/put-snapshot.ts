import { randomBytes, randomUUID } from 'node:crypto'
import { type ManifestEntry, type ManifestOptions, writeManifest } from '../model/manifest.ts'
import {
  describeManifest,
  type ManifestFile,
  withRowIds,
  writeManifestList,
} from '../model/manifest-list.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { checkRequirements } from '../model/requirements.ts'
import { nextRowId, nextSnapshot, snapshotCommit } from '../model/snapshot.ts'
import { applyUpdates } from '../model/updates.ts'
import type { Workings } from '../workings.ts'

export function newSnapshotId(): bigint {
  return BigInt.asUintN(63, randomBytes(8).readBigUInt64LE())
}

/** Writes a manifest below the table; a snapshot's list is what makes it count. */
export async function putManifest(
  { storage }: Pick<Workings, 'storage'>,
  location: string,
  manifest: ManifestOptions & { entries: readonly ManifestEntry[]; snapshotId: bigint },
): Promise<ManifestFile> {
  const { entries, ...facts } = manifest
  const bytes = writeManifest(entries, facts)
  const at = `${location}/metadata/${randomUUID()}-m0.avro`
  await storage.write(at, bytes)
  return describeManifest(entries, { ...facts, location: at, sizeBytes: bytes.length })
}

/** The metadata whose main branch is a new snapshot of these manifests. */
export async function putSnapshot(
  { storage, clock }: Pick<Workings, 'storage' | 'clock'>,
  metadata: TableMetadata,
  of: { id: bigint; manifests: readonly ManifestFile[]; summary: Record<string, string> },
): Promise<TableMetadata> {
  const { id, summary } = of
  const formatVersion = metadata['format-version']
  const { manifests, addedRows } =
    formatVersion > 2
      ? withRowIds(of.manifests, nextRowId(metadata))
      : { manifests: of.manifests, addedRows: 0 }
  const snapshot = nextSnapshot(metadata, {
    id,
    manifestList: `${metadata.location}/metadata/snap-${id}-${randomUUID()}.avro`,
    now: clock(),
    summary,
    addedRows,
  })
  const bytes = writeManifestList(manifests, {
    formatVersion,
    snapshotId: id,
    parentSnapshotId: snapshot['parent-snapshot-id'] ?? undefined,
    sequenceNumber: snapshot['sequence-number'],
    firstRowId: snapshot['first-row-id'],
  })
  await storage.write(snapshot['manifest-list'], bytes)
  const { requirements, updates } = snapshotCommit(metadata, snapshot)
  checkRequirements(metadata, requirements)
  return applyUpdates(metadata, updates, clock())
}
