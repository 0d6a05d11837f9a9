import type { AvroSchema } from './avro.ts'

/** The Avro schemas of manifests and manifest lists of each format version. @see Iceberg spec */

function required(type: AvroSchema, id: number, name: string) {
  return { name, type, 'field-id': id }
}

function optional(type: AvroSchema, id: number, name: string) {
  return { name, type: ['null', type], default: null, 'field-id': id }
}

/** Avro's maps have text keys, so a map by field id is a list of pairs. */
function byFieldId(value: AvroSchema, keyId: number, valueId: number): AvroSchema {
  const fields = [required('int', keyId, 'key'), required(value, valueId, 'value')]
  const items = { type: 'record', name: `k${keyId}_v${valueId}`, fields }
  return { type: 'array', logicalType: 'map', items }
}

function listOf(items: AvroSchema, elementId: number): AvroSchema {
  return { type: 'array', items, 'element-id': elementId }
}

export interface PartitionColumn {
  fieldId: number
  name: string
  /** Iceberg type of the transformed value. */
  type: string
}

const AVRO_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** The name that `name` has in Avro, where letters are few. */
export function avroName(name: string): string {
  if (AVRO_NAME.test(name)) return name
  const safe = [...name].map((letter) =>
    /[A-Za-z0-9_]/.test(letter)
      ? letter
      : `_x${(letter.codePointAt(0) as number).toString(16).toUpperCase()}`,
  )
  return /^\d/.test(name) ? `_${safe.join('')}` : safe.join('')
}

function avroType({ fieldId, type }: PartitionColumn): AvroSchema {
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(type)
  if (decimal) {
    const [precision, scale] = [Number(decimal[1]), Number(decimal[2])]
    const size = decimalBytes(precision)
    return {
      type: 'fixed',
      name: `decimal_${fieldId}`,
      size,
      logicalType: 'decimal',
      precision,
      scale,
    }
  }
  if (type === 'date') return { type: 'int', logicalType: 'date' }
  if (type === 'time') return { type: 'long', logicalType: 'time-micros' }
  if (type === 'timestamp' || type === 'timestamptz') {
    const utc = type === 'timestamptz'
    return { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': utc }
  }
  if (type === 'timestamp_ns' || type === 'timestamptz_ns') {
    const utc = type === 'timestamptz_ns'
    return { type: 'long', logicalType: 'timestamp-nanos', 'adjust-to-utc': utc }
  }
  if (type === 'uuid')
    return { type: 'fixed', name: `uuid_${fieldId}`, size: 16, logicalType: 'uuid' }
  const fixed = /^fixed\[(\d+)\]$/.exec(type)
  if (fixed) return { type: 'fixed', name: `fixed_${fieldId}`, size: Number(fixed[1]) }
  return type === 'binary' ? 'bytes' : type
}

/** Bytes of an Avro decimal of so many digits. @see Iceberg spec, Appendix A */
export function decimalBytes(precision: number): number {
  let bytes = 1
  while (2n ** BigInt(8 * bytes - 1) <= 10n ** BigInt(precision) - 1n) bytes += 1
  return bytes
}

export function manifestSchema(
  partition: readonly PartitionColumn[],
  formatVersion: number,
): AvroSchema {
  const columns = partition.map((column) =>
    optional(avroType(column), column.fieldId, avroName(column.name)),
  )
  const file = { type: 'record', name: 'r2', fields: fileFields(columns, formatVersion) }
  const inherited = [
    optional('long', 1, 'snapshot_id'),
    optional('long', 3, 'sequence_number'),
    optional('long', 4, 'file_sequence_number'),
  ]
  const fields = [
    required('int', 0, 'status'),
    ...(formatVersion > 1 ? inherited : [required('long', 1, 'snapshot_id')]),
    required(file, 2, 'data_file'),
  ]
  return { type: 'record', name: 'manifest_entry', fields }
}

function fileFields(columns: AvroSchema[], formatVersion: number) {
  return [
    ...(formatVersion > 1 ? [required('int', 134, 'content')] : []),
    required('string', 100, 'file_path'),
    required('string', 101, 'file_format'),
    required({ type: 'record', name: 'r102', fields: columns }, 102, 'partition'),
    required('long', 103, 'record_count'),
    required('long', 104, 'file_size_in_bytes'),
    ...(formatVersion > 1 ? [] : [required('long', 105, 'block_size_in_bytes')]),
    optional(byFieldId('long', 117, 118), 108, 'column_sizes'),
    optional(byFieldId('long', 119, 120), 109, 'value_counts'),
    optional(byFieldId('long', 121, 122), 110, 'null_value_counts'),
    optional(byFieldId('long', 138, 139), 137, 'nan_value_counts'),
    optional(byFieldId('bytes', 126, 127), 125, 'lower_bounds'),
    optional(byFieldId('bytes', 129, 130), 128, 'upper_bounds'),
    optional('bytes', 131, 'key_metadata'),
    optional(listOf('long', 133), 132, 'split_offsets'),
    ...(formatVersion > 1 ? [optional(listOf('int', 136), 135, 'equality_ids')] : []),
    optional('int', 140, 'sort_order_id'),
    ...(formatVersion > 2 ? [optional('long', 142, 'first_row_id')] : []),
    ...(formatVersion > 1 ? [optional('string', 143, 'referenced_data_file')] : []),
    ...(formatVersion > 2 ? BLOB : []),
  ]
}

/** Where a deletion vector lies in its file. */
const BLOB = [
  optional('long', 144, 'content_offset'),
  optional('long', 145, 'content_size_in_bytes'),
]

const SUMMARY: AvroSchema = {
  type: 'record',
  name: 'r508',
  fields: [
    required('boolean', 509, 'contains_null'),
    optional('boolean', 518, 'contains_nan'),
    optional('bytes', 510, 'lower_bound'),
    optional('bytes', 511, 'upper_bound'),
  ],
}

const SINCE_V2 = [
  required('int', 517, 'content'),
  required('long', 515, 'sequence_number'),
  required('long', 516, 'min_sequence_number'),
]

export function manifestListSchema(formatVersion: number): AvroSchema {
  const fields = [
    required('string', 500, 'manifest_path'),
    required('long', 501, 'manifest_length'),
    required('int', 502, 'partition_spec_id'),
    ...(formatVersion > 1 ? SINCE_V2 : []),
    required('long', 503, 'added_snapshot_id'),
    required('int', 504, 'added_files_count'),
    required('int', 505, 'existing_files_count'),
    required('int', 506, 'deleted_files_count'),
    required('long', 512, 'added_rows_count'),
    required('long', 513, 'existing_rows_count'),
    required('long', 514, 'deleted_rows_count'),
    optional(listOf(SUMMARY, 508), 507, 'partitions'),
    optional('bytes', 519, 'key_metadata'),
    ...(formatVersion > 2 ? [optional('long', 520, 'first_row_id')] : []),
  ]
  return { type: 'record', name: 'manifest_file', fields }
}
