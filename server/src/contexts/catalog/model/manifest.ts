import assert from 'node:assert/strict'
import { invalidMetadata } from '../errors.ts'
import { type AvroSchema, readContainer, writeContainer } from './avro.ts'
import { decodeValue, encodeValue } from './bounds.ts'
import { avroName, decimalBytes, manifestSchema, type PartitionColumn } from './manifest-schema.ts'
import type { PartitionSpec } from './metadata.ts'
import { fieldsById, type Schema } from './schema.ts'
import { parseTransform, transformedType, type Value } from './transform.ts'

export type FileContent = 'data' | 'position-deletes' | 'equality-deletes'
export const CONTENTS: readonly FileContent[] = ['data', 'position-deletes', 'equality-deletes']

/** One file of a table, as its manifest describes it. Maps are by field id. */
export interface TableFile {
  content: FileContent
  location: string
  /** `PARQUET`, `AVRO`, `ORC`, `PUFFIN` */
  format: string
  specId: number
  partition: ReadonlyMap<number, Value | null>
  recordCount: number
  sizeBytes: number
  columnSizes?: ReadonlyMap<number, number>
  valueCounts?: ReadonlyMap<number, number>
  nullCounts?: ReadonlyMap<number, number>
  nanCounts?: ReadonlyMap<number, number>
  lowerBounds?: ReadonlyMap<number, Buffer>
  upperBounds?: ReadonlyMap<number, Buffer>
  keyMetadata?: Buffer
  splitOffsets?: readonly bigint[]
  equalityIds?: readonly number[]
  sortOrderId?: number
  /** The one data file that these deletes are about. */
  referencedFile?: string
  /** Format 3: what row the first one is; undefined where it is still to be inherited. */
  firstRowId?: number
  /** Where a deletion vector lies in its Puffin file. */
  blob?: { offset: number; sizeBytes: number }
}

/** Many deletion vectors may lie in one file. */
export function fileKey({ location, blob }: TableFile): string {
  return `${location} ${blob?.offset ?? ''}`
}

export type EntryStatus = 'existing' | 'added' | 'deleted'
export const STATUSES: readonly EntryStatus[] = ['existing', 'added', 'deleted']

export interface ManifestEntry {
  status: EntryStatus
  /** Undefined: inherited from the manifest, as a commit that is retried needs it. */
  snapshotId?: bigint
  sequenceNumber?: number
  fileSequenceNumber?: number
  file: TableFile
}

/** The partition columns of `spec`, with the types that its transforms make. */
export function partitionColumns(schema: Schema, spec: PartitionSpec): PartitionColumn[] {
  const fields = fieldsById(schema)
  return spec.fields.map((field) => {
    const source = fields.get(field['source-id'])?.type
    if (field.transform !== 'void' && typeof source !== 'string')
      throw invalidMetadata({ reason: `partition field "${field.name}" has no primitive source` })
    const from = typeof source === 'string' ? source : 'int'
    const type = transformedType(parseTransform(field.transform), from)
    return { fieldId: field['field-id'], name: field.name, type }
  })
}

export interface ManifestOptions {
  /** Of the table: what a manifest says, and how, goes by it. */
  formatVersion: number
  schema: Schema
  spec: PartitionSpec
  content: 'data' | 'deletes'
}

/** Of format 1 nothing but data can be written. */
export function writeManifest(entries: readonly ManifestEntry[], options: ManifestOptions): Buffer {
  const { formatVersion, content } = options
  assert(formatVersion > 1 || content === 'data', 'format 1 has no deletes')
  const columns = partitionColumns(options.schema, options.spec)
  return writeContainer(
    manifestSchema(columns, formatVersion),
    entries.map((entry) => toRecord(entry, columns)),
    {
      schema: JSON.stringify(options.schema),
      'schema-id': String(options.schema['schema-id']),
      'partition-spec': JSON.stringify(options.spec.fields),
      'partition-spec-id': String(options.spec['spec-id']),
      'format-version': String(formatVersion),
      ...(formatVersion > 1 ? { content } : {}),
    },
  )
}

function toRecord({ file, ...entry }: ManifestEntry, columns: readonly PartitionColumn[]) {
  const partition = columns.map((column): [string, unknown] => {
    const value = file.partition.get(column.fieldId) ?? null
    return [avroName(column.name), value === null ? null : toAvro(column.type, value)]
  })
  return {
    status: STATUSES.indexOf(entry.status),
    snapshot_id: entry.snapshotId ?? null,
    sequence_number: long(entry.sequenceNumber),
    file_sequence_number: long(entry.fileSequenceNumber),
    data_file: { ...fileRecord(file), partition: Object.fromEntries(partition) },
  }
}

function fileRecord(file: TableFile) {
  return {
    content: CONTENTS.indexOf(file.content),
    file_path: file.location,
    file_format: file.format,
    record_count: BigInt(file.recordCount),
    file_size_in_bytes: BigInt(file.sizeBytes),
    block_size_in_bytes: BLOCK_BYTES,
    column_sizes: pairs(file.columnSizes, BigInt),
    value_counts: pairs(file.valueCounts, BigInt),
    null_value_counts: pairs(file.nullCounts, BigInt),
    nan_value_counts: pairs(file.nanCounts, BigInt),
    lower_bounds: pairs(file.lowerBounds, (bytes) => bytes),
    upper_bounds: pairs(file.upperBounds, (bytes) => bytes),
    key_metadata: file.keyMetadata ?? null,
    split_offsets: file.splitOffsets ? [...file.splitOffsets] : null,
    equality_ids: file.equalityIds ? [...file.equalityIds] : null,
    sort_order_id: file.sortOrderId ?? null,
    first_row_id: long(file.firstRowId),
    referenced_data_file: file.referencedFile ?? null,
    content_offset: long(file.blob?.offset),
    content_size_in_bytes: long(file.blob?.sizeBytes),
  }
}

/** Format 1 wants it and nobody reads it. @see Iceberg Java, `V1Metadata` */
const BLOCK_BYTES = 67_108_864n

function long(value: number | undefined): bigint | null {
  return value === undefined ? null : BigInt(value)
}

function pairs<From, To>(map: ReadonlyMap<number, From> | undefined, to: (value: From) => To) {
  return map ? [...map].map(([key, value]) => ({ key, value: to(value) })) : null
}

/** Avro has the values of partitions in its own types, decimals and UUIDs as fixed bytes. */
function toAvro(type: string, value: Value): unknown {
  const precision = /^decimal\((\d+)/.exec(type)?.[1]
  if (precision) {
    const width = decimalBytes(Number(precision))
    const digits = BigInt.asUintN(width * 8, value as bigint).toString(16)
    return Buffer.from(digits.padStart(width * 2, '0'), 'hex')
  }
  if (type === 'uuid') return encodeValue(type, value)
  return value
}

/** Reads a manifest of any format version and any writer. @throws catalog.broken-container */
export function readManifest(bytes: Buffer, schema: Schema, spec: PartitionSpec): ManifestEntry[] {
  const container = readContainer(bytes)
  const names = partitionNames(container.schema)
  const columns = partitionColumns(schema, spec)
  const specId = Number(container.metadata['partition-spec-id'] ?? spec['spec-id'])
  return (container.records as EntryRecord[]).map((record) => {
    const entry: ManifestEntry = {
      status: STATUSES[record.status] ?? 'existing',
      file: fromRecord(record.data_file, { names, columns, specId }),
    }
    if (record.snapshot_id != null) entry.snapshotId = record.snapshot_id
    if (record.sequence_number != null) entry.sequenceNumber = Number(record.sequence_number)
    if (record.file_sequence_number != null)
      entry.fileSequenceNumber = Number(record.file_sequence_number)
    return entry
  })
}

type Pairs<Type> = { key: number; value: Type }[] | null | undefined

interface EntryRecord {
  status: number
  snapshot_id?: bigint | null
  sequence_number?: bigint | null
  file_sequence_number?: bigint | null
  data_file: FileRecord
}

interface FileRecord {
  content?: number
  file_path: string
  file_format: string
  partition: Record<string, unknown>
  record_count: bigint
  file_size_in_bytes: bigint
  column_sizes?: Pairs<bigint>
  value_counts?: Pairs<bigint>
  null_value_counts?: Pairs<bigint>
  nan_value_counts?: Pairs<bigint>
  lower_bounds?: Pairs<Buffer>
  upper_bounds?: Pairs<Buffer>
  key_metadata?: Buffer | null
  split_offsets?: bigint[] | null
  equality_ids?: number[] | null
  sort_order_id?: number | null
  first_row_id?: bigint | null
  referenced_data_file?: string | null
  content_offset?: bigint | null
  content_size_in_bytes?: bigint | null
}

interface Reading {
  /** Partition field id -> its name in this manifest's schema. */
  names: ReadonlyMap<number, string>
  columns: readonly PartitionColumn[]
  specId: number
}

function fromRecord(record: FileRecord, reading: Reading): TableFile {
  const offset = record.content_offset ?? undefined
  const all = {
    content: CONTENTS[record.content ?? 0] ?? 'data',
    location: record.file_path,
    format: record.file_format.toUpperCase(),
    specId: reading.specId,
    partition: partitionOf(record, reading),
    recordCount: Number(record.record_count),
    sizeBytes: Number(record.file_size_in_bytes),
    columnSizes: mapOf(record.column_sizes, Number),
    valueCounts: mapOf(record.value_counts, Number),
    nullCounts: mapOf(record.null_value_counts, Number),
    nanCounts: mapOf(record.nan_value_counts, Number),
    lowerBounds: mapOf(record.lower_bounds, (bytes) => bytes),
    upperBounds: mapOf(record.upper_bounds, (bytes) => bytes),
    keyMetadata: record.key_metadata ?? undefined,
    splitOffsets: record.split_offsets ?? undefined,
    equalityIds: record.equality_ids ?? undefined,
    sortOrderId: record.sort_order_id ?? undefined,
    firstRowId: record.first_row_id == null ? undefined : Number(record.first_row_id),
    referencedFile: record.referenced_data_file ?? undefined,
    blob:
      offset === undefined
        ? undefined
        : { offset: Number(offset), sizeBytes: Number(record.content_size_in_bytes) },
  }
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as unknown as TableFile
}

function mapOf<From, To>(list: Pairs<From>, to: (value: From) => To): Map<number, To> | undefined {
  return list ? new Map(list.map(({ key, value }) => [key, to(value)])) : undefined
}

function partitionOf({ partition }: FileRecord, { names, columns }: Reading) {
  return new Map(
    columns.map(({ fieldId, type }): [number, Value | null] => {
      const name = names.get(fieldId)
      const raw = name === undefined ? null : partition[name]
      return [fieldId, raw == null ? null : fromAvro(type, raw)]
    }),
  )
}

function fromAvro(type: string, raw: unknown): Value {
  if (Buffer.isBuffer(raw)) return decodeValue(type, raw)
  if (type === 'long' && typeof raw === 'number') return BigInt(raw)
  return raw as Value
}

function partitionNames(schema: AvroSchema): Map<number, string> {
  type Named = { name: string; 'field-id'?: number; type: { fields?: Named[] } }
  const file = (schema as unknown as { fields: Named[] }).fields.find(
    (field) => field.name === 'data_file',
  )
  const partition = file?.type.fields?.find((field) => field.name === 'partition')
  const columns = partition?.type.fields ?? []
  return new Map(columns.map((column) => [column['field-id'] ?? -1, column.name]))
}
