import {
  FIRST_PARTITION_FIELD_ID,
  type PartitionSpec,
  type Snapshot,
  type TableMetadata,
} from '../../model/metadata.ts'
import { highestFieldId } from '../../model/schema.ts'
import type { Moment } from './history.ts'
import type { Plan } from './plan.ts'
import { keyedName } from './policy.ts'
import { openSummary, type Totals } from './summary.ts'

/** A moment of which the projection has everything. */
export interface MadeMoment extends Moment {
  manifestList: string
  totals: Totals
}

export interface Derivation {
  key: Buffer
  id: string
  /** Of the projection. */
  location: string
  plan: Plan
  base: TableMetadata
  history: readonly MadeMoment[]
}

/**
 * The metadata that readers of a projection get: only what is listed here, snapshots with the ids
 * and times of the base's, and totals counted from what they may read.
 */
export function derivedMetadata(of: Derivation): TableMetadata {
  const { plan, base, history } = of
  const last = history.at(-1)
  const snapshots = [...new Map(history.map((one) => [one.snapshot, one])).values()]
  const specs = distinctSpecs(plan)
  const schemas = distinctSchemas(plan)
  const fieldIds = specs.flatMap(({ fields }) => fields.map((field) => field['field-id']))
  const id = last?.snapshot['snapshot-id']
  const times = history.flatMap(({ at, snapshot }) => [at, snapshot['timestamp-ms']])
  return {
    'format-version': 2,
    'table-uuid': derivedUuid(of),
    location: of.location,
    'last-sequence-number': Math.max(0, ...snapshots.map((one) => sequenceNumberOf(one.snapshot))),
    'last-updated-ms': last ? Math.max(...times) : base['last-updated-ms'],
    'last-column-id': Math.max(...schemas.map(highestFieldId)),
    schemas,
    'current-schema-id': plan.schema['schema-id'],
    'partition-specs': specs,
    'default-spec-id': plan.defaultSpecId,
    'last-partition-id': Math.max(FIRST_PARTITION_FIELD_ID - 1, ...fieldIds),
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    'default-sort-order-id': 0,
    properties: {},
    'current-snapshot-id': id ?? -1n,
    snapshots: snapshots.map((one) => derivedSnapshot(plan, one)),
    refs: id === undefined ? {} : { main: { 'snapshot-id': id, type: 'branch' } },
    'snapshot-log': history.map(({ snapshot, at }) => ({
      'snapshot-id': snapshot['snapshot-id'],
      'timestamp-ms': at,
    })),
    'metadata-log': [],
    statistics: [],
    'partition-statistics': [],
  }
}

export function distinctSpecs({ specs }: Plan): PartitionSpec[] {
  return [...new Set(specs.values())].sort((one, other) => one['spec-id'] - other['spec-id'])
}

function distinctSchemas({ schema, schemas }: Plan) {
  return [...new Set([schema, ...schemas.values()])]
}

/** Tables of format version 1 have no sequence numbers; version 2 counts from 1. */
export function sequenceNumberOf(snapshot: Snapshot): number {
  return Math.max(1, snapshot['sequence-number'] ?? 0)
}

/** The parent is named also where it is no more: so readers see that the past does not begin. */
function derivedSnapshot(plan: Plan, { snapshot, manifestList, totals }: MadeMoment): Snapshot {
  const parent = snapshot['parent-snapshot-id']
  const schema = plan.schemas.get(snapshot['schema-id'] ?? -1) ?? plan.schema
  return {
    'snapshot-id': snapshot['snapshot-id'],
    ...(parent == null ? {} : { 'parent-snapshot-id': parent }),
    'sequence-number': sequenceNumberOf(snapshot),
    'timestamp-ms': snapshot['timestamp-ms'],
    'manifest-list': manifestList,
    summary: openSummary(snapshot, totals),
    'schema-id': schema['schema-id'],
  }
}

/** A UUID of its own, always the same one. @see RFC 9562, section 5.8 */
function derivedUuid({ key, id, base }: Derivation): string {
  const hex = keyedName(key, 'uuid', [id, base['table-uuid']])
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`]
  return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
