import { historyNotKept, invalidMetadata } from '../errors.ts'
import { checkSchema } from './check-schema.ts'
import { parseLossless } from './lossless-json.ts'
import { fieldsById, highestFieldId, type Schema, type StructType, withFreshIds } from './schema.ts'

/** Table metadata with the keys of its JSON form. @see Iceberg spec, "Table Metadata" */
export interface TableMetadata {
  'format-version': number
  'table-uuid': string
  location: string
  'last-sequence-number': number
  'last-updated-ms': number
  'last-column-id': number
  schemas: Schema[]
  'current-schema-id': number
  'partition-specs': PartitionSpec[]
  'default-spec-id': number
  'last-partition-id': number
  'sort-orders': SortOrder[]
  'default-sort-order-id': number
  properties: Record<string, string>
  /** -1 or absent: the table is empty. */
  'current-snapshot-id'?: bigint | null
  snapshots: Snapshot[]
  refs: Record<string, SnapshotRef>
  'snapshot-log': { 'snapshot-id': bigint; 'timestamp-ms': number }[]
  'metadata-log': { 'metadata-file': string; 'timestamp-ms': number }[]
  statistics: StatisticsFile[]
  'partition-statistics': StatisticsFile[]
  /** Format 3: the first row id that no snapshot has taken. */
  'next-row-id'?: number
  'encryption-keys'?: EncryptionKey[]
}

/** The platform has no use for keys of keys; engines that encrypt keep them here. */
export interface EncryptionKey {
  'key-id': string
  [key: string]: unknown
}

export interface PartitionSpec {
  'spec-id': number
  fields: PartitionField[]
}

export interface PartitionField {
  'source-id': number
  'field-id': number
  name: string
  transform: string
}

export interface SortOrder {
  'order-id': number
  fields: SortField[]
}

export interface SortField {
  'source-id': number
  transform: string
  direction: 'asc' | 'desc'
  'null-order': 'nulls-first' | 'nulls-last'
}

export interface Snapshot {
  'snapshot-id': bigint
  'parent-snapshot-id'?: bigint | null
  'sequence-number': number
  'timestamp-ms': number
  'manifest-list': string
  summary: Record<string, string>
  'schema-id'?: number
  'first-row-id'?: number
  'added-rows'?: number
}

export interface SnapshotRef {
  'snapshot-id': bigint
  type: 'branch' | 'tag'
  'min-snapshots-to-keep'?: number
  'max-snapshot-age-ms'?: number
  'max-ref-age-ms'?: number
}

export interface StatisticsFile {
  'snapshot-id': bigint
  [key: string]: unknown
}

export interface NewTable {
  uuid: string
  location: string
  schema: Schema
  partitionSpec?: { fields: UnboundPartitionField[] }
  sortOrder?: { fields: SortField[] }
  properties?: Record<string, string>
  now: Date
}

export type UnboundPartitionField = Omit<PartitionField, 'field-id'> & { 'field-id'?: number }

export const FORMAT_VERSIONS: readonly number[] = [1, 2, 3]
export const FORMAT_VERSION_DEFAULT = 2
export const FIRST_PARTITION_FIELD_ID = 1000 // Iceberg spec, "Partition Evolution".

/** Metadata of an empty table; ids are assigned anew, as the reference implementation does. */
export function createMetadata(table: NewTable): TableMetadata {
  const { 'format-version': version, ...properties } = table.properties ?? {}
  const formatVersion = version === undefined ? FORMAT_VERSION_DEFAULT : Number(version)
  if (!FORMAT_VERSIONS.includes(formatVersion))
    throw invalidMetadata({ reason: `format version "${version}" is unknown` })
  checkSchema(table.schema, formatVersion)
  const { schema, renamed } = withFreshIds(table.schema)
  const anew = <Part extends { 'source-id': number }>(field: Part) => ({
    ...field,
    'source-id': sourceOf(schema, renamed.get(field['source-id'])),
  })
  const spec = (table.partitionSpec?.fields ?? []).map((field, index) => ({
    ...anew(field),
    'field-id': FIRST_PARTITION_FIELD_ID + index,
  }))
  const order = (table.sortOrder?.fields ?? []).map(anew)
  const metadata = {
    ...empty(table, formatVersion),
    'last-column-id': highestFieldId(schema),
    schemas: [schema],
    'partition-specs': [{ 'spec-id': 0, fields: spec }],
    'last-partition-id': FIRST_PARTITION_FIELD_ID - 1 + spec.length,
    'sort-orders': [{ 'order-id': order.length > 0 ? 1 : 0, fields: order }],
    'default-sort-order-id': order.length > 0 ? 1 : 0,
    properties,
  }
  return formatVersion >= 3 ? { ...metadata, 'next-row-id': 0 } : metadata
}

function empty(table: Pick<NewTable, 'uuid' | 'location' | 'now'>, formatVersion: number) {
  return {
    'format-version': formatVersion,
    'table-uuid': table.uuid,
    location: table.location,
    'last-sequence-number': 0,
    'last-updated-ms': table.now.getTime(),
    'current-schema-id': 0,
    'default-spec-id': 0,
    'current-snapshot-id': -1n,
    snapshots: [],
    refs: {},
    'snapshot-log': [],
    'metadata-log': [],
    statistics: [],
    'partition-statistics': [],
  }
}

function sourceOf(schema: StructType, id: number | undefined): number {
  if (id === undefined || !fieldsById(schema).has(id))
    throw invalidMetadata({ reason: 'a partition or sort field names no field of the schema' })
  return id
}

/** Before the first commit of a staged creation there is nothing but a place and a name. */
export function blankMetadata(table: {
  uuid: string
  location: string
  now: Date
  formatVersion: number
}): TableMetadata {
  const { formatVersion } = table
  return {
    ...empty(table, formatVersion),
    ...(formatVersion >= 3 ? { 'next-row-id': 0 } : {}),
    'last-column-id': 0,
    'current-schema-id': -1,
    schemas: [],
    'default-spec-id': -1,
    'partition-specs': [],
    'last-partition-id': FIRST_PARTITION_FIELD_ID - 1,
    'default-sort-order-id': -1,
    'sort-orders': [],
    properties: {},
  }
}

/** Reads a metadata file of any format version; what version 1 leaves out is filled in. */
export function parseMetadata(text: string): TableMetadata {
  const {
    schema,
    'partition-spec': fields,
    ...read
  } = parseLossless(text) as Partial<TableMetadata> & Record<string, unknown>
  if (!FORMAT_VERSIONS.includes(read['format-version'] ?? 0))
    throw invalidMetadata({ reason: `format version "${read['format-version']}" is unknown` })
  const current = read['current-snapshot-id']
  const main = current == null || current === -1n ? undefined : current
  const refs: Record<string, SnapshotRef> =
    main === undefined ? {} : { main: { 'snapshot-id': main, type: 'branch' } }
  return {
    ...(read as unknown as TableMetadata),
    'last-sequence-number': read['last-sequence-number'] ?? 0,
    schemas: read.schemas ?? [{ ...(schema as Schema), 'schema-id': 0 }],
    'current-schema-id': read['current-schema-id'] ?? 0,
    'partition-specs': read['partition-specs'] ?? [
      { 'spec-id': 0, fields: (fields as PartitionField[]) ?? [] },
    ],
    'default-spec-id': read['default-spec-id'] ?? 0,
    'last-partition-id': read['last-partition-id'] ?? FIRST_PARTITION_FIELD_ID - 1,
    'sort-orders': read['sort-orders'] ?? [{ 'order-id': 0, fields: [] }],
    'default-sort-order-id': read['default-sort-order-id'] ?? 0,
    properties: read.properties ?? {},
    snapshots: (read.snapshots ?? []).map((snapshot) => ({
      ...snapshot,
      'sequence-number': snapshot['sequence-number'] ?? 0,
      summary: snapshot.summary ?? {},
    })),
    refs: read.refs ?? refs,
    ...logsOf(read),
    statistics: read.statistics ?? [],
    'partition-statistics': read['partition-statistics'] ?? [],
  }
}

/** Rising, whatever some clock has left there: Java clients open nothing else. */
function logsOf(read: Partial<TableMetadata>) {
  const snapshots = rising(read['snapshot-log'] ?? [])
  const files = rising(read['metadata-log'] ?? [])
  const last = [...snapshots.slice(-1), ...files.slice(-1)].map((entry) => entry['timestamp-ms'])
  return {
    'last-updated-ms': Math.max(read['last-updated-ms'] ?? Number.NaN, ...last),
    'snapshot-log': snapshots,
    'metadata-log': files,
  }
}

function rising<Entry extends { 'timestamp-ms': number }>(log: readonly Entry[]): Entry[] {
  let last = 0
  return log.map((entry) => {
    last = Math.max(last, entry['timestamp-ms'])
    return { ...entry, 'timestamp-ms': last }
  })
}

/**
 * What stands in a metadata file and goes to clients. Version 1 has no sequence numbers, and its
 * readers look for the current parts alone.
 */
export function fileForm(metadata: TableMetadata): object {
  if (metadata['format-version'] > 1) return metadata
  const { 'last-sequence-number': _last, snapshots, ...rest } = metadata
  const { fields } = defaultSpec(metadata)
  return {
    ...{ ...rest, schema: currentSchema(metadata), 'partition-spec': fields },
    snapshots: snapshots.map(({ 'sequence-number': _number, ...snapshot }) => snapshot),
  }
}

export function currentSchema(metadata: TableMetadata): Schema {
  const id = metadata['current-schema-id']
  const schema = metadata.schemas.find((one) => one['schema-id'] === id)
  if (!schema) throw invalidMetadata({ reason: `schema ${id} is not there` })
  return schema
}

export function defaultSpec(metadata: TableMetadata): PartitionSpec {
  const id = metadata['default-spec-id']
  const spec = metadata['partition-specs'].find((one) => one['spec-id'] === id)
  if (!spec) throw invalidMetadata({ reason: `partition spec ${id} is not there` })
  return spec
}

export function snapshotOf(metadata: TableMetadata, id: bigint): Snapshot | undefined {
  return metadata.snapshots.find((snapshot) => snapshot['snapshot-id'] === id)
}

export function currentSnapshot(metadata: TableMetadata): Snapshot | undefined {
  const main = metadata.refs.main
  return main && snapshotOf(metadata, main['snapshot-id'])
}

/**
 * The snapshot that was current at `at`, by the time it became so. Undefined: there was none yet.
 *
 * @throws catalog.history-not-kept
 */
export function snapshotAt(
  metadata: TableMetadata,
  at: Date,
): { snapshot: Snapshot; since: Date } | undefined {
  const log = metadata['snapshot-log']
  const entry = log.findLast((one) => one['timestamp-ms'] <= at.getTime())
  const snapshot = entry && snapshotOf(metadata, entry['snapshot-id'])
  if (snapshot) return { snapshot, since: new Date(entry['timestamp-ms']) }
  const [first] = log
  const earlier = first && snapshotOf(metadata, first['snapshot-id'])?.['parent-snapshot-id']
  if (first && earlier != null) throw historyNotKept({ at, since: new Date(first['timestamp-ms']) })
  return undefined
}
