import { unreadableFile } from '../errors.ts'
import { type ManifestEntry, readManifest } from '../model/manifest.ts'
import { type ManifestFile, readManifestList } from '../model/manifest-list.ts'
import type { PartitionSpec, Snapshot, TableMetadata } from '../model/metadata.ts'
import { currentSchema } from '../model/metadata.ts'
import { fieldsById, type Schema } from '../model/schema.ts'
import { within } from '../model/table.ts'
import type { Workings } from '../workings.ts'

type Reading = { storage: Pick<Workings['storage'], 'readAll'> }

/**
 * Reads a file that a table names. Whoever commits chooses the names, and the platform reads with
 * its own rights: what lies outside of the table's own place is not read.
 */
async function readOwn({ storage }: Reading, root: string, location: string): Promise<Buffer> {
  demandOwn(root, location)
  return storage.readAll(location)
}

/** @throws catalog.unreadable-file */
export function demandOwn(root: string, location: string): void {
  const climbs = location.split('/').some((part) => part === '..' || part === '.')
  if (climbs || !within(root, location))
    throw unreadableFile({ location, reason: 'it lies outside of its table' })
}

export async function manifestsOf(
  deps: Reading,
  metadata: TableMetadata,
  snapshot: Snapshot | undefined,
): Promise<ManifestFile[]> {
  if (!snapshot) return []
  const location = snapshot['manifest-list']
  const bytes = await readOwn(deps, metadata.location, location)
  return readable(location, () => readManifestList(bytes))
}

/** The live entries of a manifest, with what they inherit from it filled in. */
export async function entriesOf(
  deps: Reading,
  metadata: TableMetadata,
  manifest: ManifestFile,
): Promise<ManifestEntry[]> {
  const bytes = await readOwn(deps, metadata.location, manifest.location)
  const spec = specOf(metadata, manifest.specId)
  const entries = readable(manifest.location, () =>
    readManifest(bytes, schemaFor(metadata, spec), spec),
  )
  const live = entries.filter(({ status }) => status !== 'deleted')
  return withFirstRowIds(live, manifest).map((entry) => inherited(entry, manifest))
}

/**
 * What the entries say themselves counts only where the manifest has an id: a table that was of
 * format 2 until now gives the ids with its next commit.
 *
 * @see Iceberg spec, "First Row ID Inheritance"
 */
function withFirstRowIds(
  live: readonly ManifestEntry[],
  { content, firstRowId }: ManifestFile,
): ManifestEntry[] {
  let next = content === 'data' ? firstRowId : undefined
  return live.map((entry) => {
    const { firstRowId: own, ...file } = entry.file
    if (next === undefined) return { ...entry, file }
    const first = own ?? next
    if (own === undefined) next += file.recordCount
    return { ...entry, file: { ...file, firstRowId: first } }
  })
}

/** @see Iceberg spec, "Sequence Number Inheritance" */
function inherited(entry: ManifestEntry, manifest: ManifestFile): ManifestEntry {
  const number = manifest.sequenceNumber ?? 0
  return {
    ...entry,
    snapshotId: entry.snapshotId ?? manifest.addedSnapshotId,
    sequenceNumber: entry.sequenceNumber ?? number,
    fileSequenceNumber: entry.fileSequenceNumber ?? number,
  }
}

export function specOf(metadata: TableMetadata, id: number): PartitionSpec {
  const spec = metadata['partition-specs'].find((one) => one['spec-id'] === id)
  if (!spec) throw unreadableFile({ location: metadata.location, reason: `no spec ${id}` })
  return spec
}

/** How a manifest of files of one spec is written. */
export function putLayout(
  metadata: TableMetadata,
  specId: number,
): { formatVersion: number; schema: Schema; spec: PartitionSpec } {
  const spec = specOf(metadata, specId)
  return { formatVersion: metadata['format-version'], schema: schemaFor(metadata, spec), spec }
}

/** The current schema, or the newest that still has the columns that `spec` divides by. */
export function schemaFor(metadata: TableMetadata, spec: PartitionSpec): Schema {
  const has = (schema: Schema) => {
    const fields = fieldsById(schema)
    return spec.fields.every((field) => fields.has(field['source-id']))
  }
  const current = currentSchema(metadata)
  return has(current) ? current : (metadata.schemas.findLast(has) ?? current)
}

function readable<Result>(location: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw unreadableFile({ location, reason }, { cause: error })
  }
}
