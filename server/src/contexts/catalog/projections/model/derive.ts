import type { TableFile } from '../../model/manifest.ts'
import {
  currentSnapshot,
  FIRST_PARTITION_FIELD_ID,
  type PartitionSpec,
  type Snapshot,
  type TableMetadata,
} from '../../model/metadata.ts'
import { highestFieldId } from '../../model/schema.ts'
import type { Plan } from './plan.ts'
import { keyedName } from './policy.ts'

export interface Derivation {
  key: Buffer
  id: string
  /** Of the projection. */
  location: string
  plan: Plan
  base: TableMetadata
  files: readonly TableFile[]
  manifestList: string
}

/**
 * The metadata that readers of a projection get: only what is listed here, one snapshot with the
 * id of the base's, and totals counted from what they may read.
 */
export function derivedMetadata(of: Derivation): TableMetadata {
  const { plan, base } = of
  const snapshot = derivedSnapshot(of)
  const specs = distinctSpecs(plan)
  const fieldIds = specs.flatMap(({ fields }) => fields.map((field) => field['field-id']))
  const time = snapshot?.['timestamp-ms'] ?? base['last-updated-ms']
  const id = snapshot?.['snapshot-id']
  return {
    'format-version': 2,
    'table-uuid': derivedUuid(of),
    location: of.location,
    'last-sequence-number': snapshot?.['sequence-number'] ?? 0,
    'last-updated-ms': time,
    'last-column-id': highestFieldId(plan.schema),
    schemas: [plan.schema],
    'current-schema-id': plan.schema['schema-id'],
    'partition-specs': specs,
    'default-spec-id': plan.defaultSpecId,
    'last-partition-id': Math.max(FIRST_PARTITION_FIELD_ID - 1, ...fieldIds),
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    'default-sort-order-id': 0,
    properties: {},
    'current-snapshot-id': id ?? -1n,
    snapshots: snapshot ? [snapshot] : [],
    refs: id === undefined ? {} : { main: { 'snapshot-id': id, type: 'branch' } },
    'snapshot-log': id === undefined ? [] : [{ 'snapshot-id': id, 'timestamp-ms': time }],
    'metadata-log': [],
    statistics: [],
    'partition-statistics': [],
  }
}

export function distinctSpecs({ specs }: Plan): PartitionSpec[] {
  return [...new Set(specs.values())].sort((one, other) => one['spec-id'] - other['spec-id'])
}

/** Tables of format version 1 have no sequence numbers; version 2 counts from 1. */
export function sequenceNumberOf(snapshot: Snapshot): number {
  return Math.max(1, snapshot['sequence-number'] ?? 0)
}

function derivedSnapshot({ plan, base, files, manifestList }: Derivation): Snapshot | undefined {
  const snapshot = currentSnapshot(base)
  if (!snapshot) return undefined
  const sum = (of: (file: TableFile) => number) =>
    String(files.reduce((total, file) => total + of(file), 0))
  return {
    'snapshot-id': snapshot['snapshot-id'],
    'sequence-number': sequenceNumberOf(snapshot),
    'timestamp-ms': snapshot['timestamp-ms'],
    'manifest-list': manifestList,
    summary: {
      operation: 'append',
      'total-records': sum(({ recordCount }) => recordCount),
      'total-data-files': String(files.length),
      'total-files-size': sum(({ sizeBytes }) => sizeBytes),
      'total-delete-files': '0',
    },
    'schema-id': plan.schema['schema-id'],
  }
}

/** A UUID of its own, always the same one. @see RFC 9562, section 5.8 */
function derivedUuid({ key, id, base }: Derivation): string {
  const hex = keyedName(key, 'uuid', [id, base['table-uuid']])
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`]
  return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
