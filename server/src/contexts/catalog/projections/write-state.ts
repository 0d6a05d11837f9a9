import { randomBytes } from 'node:crypto'
import { type ManifestEntry, type TableFile, writeManifest } from '../model/manifest.ts'
import { describeManifest, type ManifestFile, writeManifestList } from '../model/manifest-list.ts'
import { currentSnapshot, type PartitionSpec, type Snapshot } from '../model/metadata.ts'
import { insertState } from '../store/projections.ts'
import type { ProjectionWorkings } from './deps.ts'
import { derivedMetadata, distinctSpecs, sequenceNumberOf } from './model/derive.ts'
import type { Wanted } from './wanted.ts'

/** Writes the metadata of a state whose files are there; of two writers the first one's counts. */
export async function writeState(
  deps: ProjectionWorkings,
  wanted: Wanted,
  made: { keys: readonly string[]; files: readonly TableFile[] },
): Promise<void> {
  const { id, location, plan, metadata: base } = wanted
  // Names are random, so their order says nothing of the base.
  const files = made.files.toSorted((one, other) => (one.location < other.location ? -1 : 1))
  const snapshot = currentSnapshot(base)
  const manifests = snapshot ? await writeManifests(deps, wanted, { files, snapshot }) : []
  const manifestList = `${location}/${randomName()}.avro`
  if (snapshot) await deps.storage.write(manifestList, listOf(manifests, snapshot))
  const metadata = derivedMetadata({
    ...{ key: deps.projectionKey, id, location, plan, base },
    files,
    manifestList,
  })
  const metadataLocation = `${location}/00000-${randomName()}.metadata.json`
  await deps.files.write(metadataLocation, metadata)
  const lists = snapshot ? [manifestList] : []
  const objects = [metadataLocation, ...lists, ...manifests.map((one) => one.location)]
  const fileKeys = [...made.keys]
  const state = { projectionId: id, key: wanted.stateKey, metadataLocation, objects, fileKeys }
  if (!(await insertState(deps.sql, { ...state, builtAt: deps.clock() })))
    await deps.storage.remove(objects)
}

function randomName(): string {
  return randomBytes(20).toString('hex')
}

async function writeManifests(
  deps: ProjectionWorkings,
  wanted: Wanted,
  { files, snapshot }: { files: readonly TableFile[]; snapshot: Snapshot },
): Promise<ManifestFile[]> {
  const manifests: ManifestFile[] = []
  for (const spec of distinctSpecs(wanted.plan)) {
    const entries = files
      .filter(({ specId }) => specId === spec['spec-id'])
      .map((file) => entryOf(file, snapshot))
    if (entries.length > 0)
      manifests.push(await writeOne(deps, wanted, { entries, spec, snapshot }))
  }
  return manifests
}

async function writeOne(
  { storage }: ProjectionWorkings,
  { location: root, plan }: Wanted,
  of: { entries: ManifestEntry[]; spec: PartitionSpec; snapshot: Snapshot },
): Promise<ManifestFile> {
  const { entries, spec, snapshot } = of
  const options = { schema: plan.schema, spec, content: 'data' as const }
  const bytes = writeManifest(entries, options)
  const location = `${root}/${randomName()}.avro`
  await storage.write(location, bytes)
  const snapshotId = snapshot['snapshot-id']
  return describeManifest(entries, { ...options, location, sizeBytes: bytes.length, snapshotId })
}

function entryOf(file: TableFile, snapshot: Snapshot): ManifestEntry {
  const number = sequenceNumberOf(snapshot)
  return {
    status: 'added',
    snapshotId: snapshot['snapshot-id'],
    sequenceNumber: number,
    fileSequenceNumber: number,
    file,
  }
}

function listOf(manifests: readonly ManifestFile[], snapshot: Snapshot): Buffer {
  return writeManifestList(manifests, {
    snapshotId: snapshot['snapshot-id'],
    parentSnapshotId: undefined,
    sequenceNumber: sequenceNumberOf(snapshot),
  })
}
