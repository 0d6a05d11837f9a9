import { readContainer, writeContainer } from './avro.ts'
import { encodeValue } from './bounds.ts'
import { type ManifestEntry, partitionColumns } from './manifest.ts'
import { manifestListSchema } from './manifest-schema.ts'
import type { PartitionSpec } from './metadata.ts'
import type { Schema } from './schema.ts'
import type { Value } from './transform.ts'

/** One manifest of a snapshot, as its manifest list describes it. */
export interface ManifestFile {
  location: string
  sizeBytes: number
  specId: number
  content: 'data' | 'deletes'
  /** Undefined until the commit that adds the manifest knows its number. */
  sequenceNumber?: number
  minSequenceNumber?: number
  addedSnapshotId: bigint
  addedFiles: number
  existingFiles: number
  deletedFiles: number
  addedRows: number
  existingRows: number
  deletedRows: number
  partitions?: readonly PartitionSummary[]
  keyMetadata?: Buffer
  /** Format 3: of its first file that has none of its own; undefined: none was given yet. */
  firstRowId?: number
}

export interface PartitionSummary {
  containsNull: boolean
  containsNan?: boolean
  lower?: Buffer
  upper?: Buffer
}

export interface ManifestListFacts {
  formatVersion: number
  snapshotId: bigint
  parentSnapshotId: bigint | undefined
  sequenceNumber: number
  /** Format 3: from where on the snapshot gives row ids. */
  firstRowId?: number | undefined
}

/**
 * Format 3: every manifest of data has row ids from here on, one after the other; and how many were
 * given. Those of rows that have ids already are left over. @see Iceberg spec, "Row Lineage"
 */
export function withRowIds(
  manifests: readonly ManifestFile[],
  firstRowId: number,
): { manifests: ManifestFile[]; addedRows: number } {
  let next = firstRowId
  const numbered = manifests.map((manifest) => {
    if (manifest.content === 'deletes' || manifest.firstRowId !== undefined) return manifest
    const given = { ...manifest, firstRowId: next }
    next += manifest.addedRows + manifest.existingRows
    return given
  })
  return { manifests: numbered, addedRows: next - firstRowId }
}

/** Manifests without a number get that of the snapshot. */
export function writeManifestList(
  manifests: readonly ManifestFile[],
  facts: ManifestListFacts,
): Buffer {
  const records = manifests.map((manifest) => toRecord(manifest, facts.sequenceNumber))
  const { formatVersion, firstRowId } = facts
  return writeContainer(manifestListSchema(formatVersion), records, {
    'snapshot-id': String(facts.snapshotId),
    'parent-snapshot-id': String(facts.parentSnapshotId ?? 'null'),
    ...(formatVersion > 1 ? { 'sequence-number': String(facts.sequenceNumber) } : {}),
    ...(firstRowId === undefined ? {} : { 'first-row-id': String(firstRowId) }),
    'format-version': String(formatVersion),
  })
}

function toRecord(manifest: ManifestFile, sequenceNumber: number) {
  return {
    manifest_path: manifest.location,
    manifest_length: BigInt(manifest.sizeBytes),
    partition_spec_id: manifest.specId,
    content: manifest.content === 'data' ? 0 : 1,
    sequence_number: BigInt(manifest.sequenceNumber ?? sequenceNumber),
    min_sequence_number: BigInt(manifest.minSequenceNumber ?? sequenceNumber),
    added_snapshot_id: manifest.addedSnapshotId,
    added_files_count: manifest.addedFiles,
    existing_files_count: manifest.existingFiles,
    deleted_files_count: manifest.deletedFiles,
    added_rows_count: BigInt(manifest.addedRows),
    existing_rows_count: BigInt(manifest.existingRows),
    deleted_rows_count: BigInt(manifest.deletedRows),
    partitions:
      manifest.partitions?.map((summary) => ({
        contains_null: summary.containsNull,
        contains_nan: summary.containsNan ?? null,
        lower_bound: summary.lower ?? null,
        upper_bound: summary.upper ?? null,
      })) ?? null,
    key_metadata: manifest.keyMetadata ?? null,
    first_row_id: manifest.firstRowId === undefined ? null : BigInt(manifest.firstRowId),
  }
}

type ListRecord = Record<string, unknown> & {
  partitions?:
    | {
        contains_null: boolean
        contains_nan?: boolean | null
        lower_bound?: Buffer | null
        upper_bound?: Buffer | null
      }[]
    | null
}

/** Reads a manifest list of any format version and any writer. @throws catalog.broken-container */
export function readManifestList(bytes: Buffer): ManifestFile[] {
  return (readContainer(bytes).records as ListRecord[]).map(fromRecord)
}

function fromRecord(record: ListRecord): ManifestFile {
  // Java's older writers name the counts after data files.
  const count = (name: string, older = name) => Number(record[name] ?? record[older] ?? 0)
  const manifest: ManifestFile = {
    location: String(record.manifest_path),
    sizeBytes: count('manifest_length'),
    specId: count('partition_spec_id'),
    content: record.content === 1 ? 'deletes' : 'data',
    sequenceNumber: count('sequence_number'),
    minSequenceNumber: count('min_sequence_number'),
    addedSnapshotId: BigInt((record.added_snapshot_id as bigint | null) ?? 0n),
    addedFiles: count('added_files_count', 'added_data_files_count'),
    existingFiles: count('existing_files_count', 'existing_data_files_count'),
    deletedFiles: count('deleted_files_count', 'deleted_data_files_count'),
    addedRows: count('added_rows_count'),
    existingRows: count('existing_rows_count'),
    deletedRows: count('deleted_rows_count'),
  }
  if (record.partitions) manifest.partitions = record.partitions.map(summaryOf)
  if (record.first_row_id != null) manifest.firstRowId = Number(record.first_row_id)
  if (Buffer.isBuffer(record.key_metadata)) manifest.keyMetadata = record.key_metadata
  return manifest
}

function summaryOf(summary: NonNullable<ListRecord['partitions']>[number]): PartitionSummary {
  return {
    containsNull: summary.contains_null,
    ...(summary.contains_nan == null ? {} : { containsNan: summary.contains_nan }),
    ...(summary.lower_bound == null ? {} : { lower: summary.lower_bound }),
    ...(summary.upper_bound == null ? {} : { upper: summary.upper_bound }),
  }
}

/** What the list says of a manifest with these entries. */
export function describeManifest(
  entries: readonly ManifestEntry[],
  facts: { location: string; sizeBytes: number; snapshotId: bigint; schema: Schema } & {
    spec: PartitionSpec
    content: 'data' | 'deletes'
  },
): ManifestFile {
  const of = (status: ManifestEntry['status']) => entries.filter((one) => one.status === status)
  const rows = (list: ManifestEntry[]) => list.reduce((sum, one) => sum + one.file.recordCount, 0)
  const [added, existing, deleted] = [of('added'), of('existing'), of('deleted')]
  const numbers = existing.map((entry) => entry.sequenceNumber ?? 0)
  const lowest = added.length > 0 || numbers.length === 0 ? undefined : Math.min(...numbers)
  return {
    location: facts.location,
    sizeBytes: facts.sizeBytes,
    specId: facts.spec['spec-id'],
    content: facts.content,
    ...(lowest === undefined ? {} : { minSequenceNumber: lowest }),
    ...(numbers.length > 0 && added.length > 0 ? { minSequenceNumber: Math.min(...numbers) } : {}),
    addedSnapshotId: facts.snapshotId,
    addedFiles: added.length,
    existingFiles: existing.length,
    deletedFiles: deleted.length,
    addedRows: rows(added),
    existingRows: rows(existing),
    deletedRows: rows(deleted),
    partitions: partitionSummaries(entries, facts.schema, facts.spec),
  }
}

/** What the entries hold of each partition field. */
export function partitionSummaries(
  entries: readonly ManifestEntry[],
  schema: Schema,
  spec: PartitionSpec,
): PartitionSummary[] {
  return partitionColumns(schema, spec).map(({ fieldId, type }) => {
    const values = entries.map((entry) => entry.file.partition.get(fieldId) ?? null)
    const known = values.filter((value): value is Value => value !== null && !nan(value))
    const summary: PartitionSummary = {
      containsNull: values.includes(null),
      containsNan: values.some(nan),
    }
    if (known.length === 0) return summary
    const ordered = known.toSorted(order)
    return {
      ...summary,
      lower: encodeValue(type, ordered[0] as Value),
      upper: encodeValue(type, ordered.at(-1) as Value),
    }
  })
}

function nan(value: Value | null): boolean {
  return typeof value === 'number' && Number.isNaN(value)
}

/** Texts in the order of their code points, as Iceberg compares them. */
export function order(one: Value, other: Value): number {
  if (typeof one === 'string' && typeof other === 'string')
    return Buffer.compare(Buffer.from(one), Buffer.from(other))
  if (Buffer.isBuffer(one) && Buffer.isBuffer(other)) return Buffer.compare(one, other)
  return one < other ? -1 : one > other ? 1 : 0
}
