import type {
  EncryptionKey,
  Snapshot,
  SnapshotRef,
  SortField,
  StatisticsFile,
  TableMetadata,
  UnboundPartitionField,
} from './metadata.ts'
import type { Schema } from './schema.ts'

/** What a committer believes of the table. @see Iceberg REST, `TableRequirement` */
export type TableRequirement =
  | { type: 'assert-create' }
  | { type: 'assert-table-uuid'; uuid: string }
  | { type: 'assert-ref-snapshot-id'; ref: string; 'snapshot-id': bigint | null }
  | { type: 'assert-last-assigned-field-id'; 'last-assigned-field-id': number }
  | { type: 'assert-current-schema-id'; 'current-schema-id': number }
  | { type: 'assert-last-assigned-partition-id'; 'last-assigned-partition-id': number }
  | { type: 'assert-default-spec-id'; 'default-spec-id': number }
  | { type: 'assert-default-sort-order-id'; 'default-sort-order-id': number }

/** One change of a commit. @see Iceberg REST, `TableUpdate` */
export type TableUpdate =
  | { action: 'assign-uuid'; uuid: string }
  | { action: 'upgrade-format-version'; 'format-version': number }
  | { action: 'add-schema'; schema: Schema; 'last-column-id'?: number }
  | { action: 'set-current-schema'; 'schema-id': number }
  | { action: 'remove-schemas'; 'schema-ids': number[] }
  | { action: 'add-spec'; spec: { 'spec-id'?: number; fields: UnboundPartitionField[] } }
  | { action: 'set-default-spec'; 'spec-id': number }
  | { action: 'remove-partition-specs'; 'spec-ids': number[] }
  | { action: 'add-sort-order'; 'sort-order': { 'order-id'?: number; fields: SortField[] } }
  | { action: 'set-default-sort-order'; 'sort-order-id': number }
  | { action: 'add-snapshot'; snapshot: Snapshot }
  | ({ action: 'set-snapshot-ref'; 'ref-name': string } & SnapshotRef)
  | { action: 'remove-snapshots'; 'snapshot-ids': bigint[] }
  | { action: 'remove-snapshot-ref'; 'ref-name': string }
  | { action: 'set-location'; location: string }
  | { action: 'set-properties'; updates: Record<string, string> }
  | { action: 'remove-properties'; removals: string[] }
  | { action: 'set-statistics'; 'snapshot-id'?: bigint; statistics: StatisticsFile }
  | { action: 'remove-statistics'; 'snapshot-id': bigint }
  | { action: 'set-partition-statistics'; 'partition-statistics': StatisticsFile }
  | { action: 'remove-partition-statistics'; 'snapshot-id': bigint }
  | { action: 'enable-row-lineage' }
  | { action: 'add-encryption-key'; 'encryption-key': EncryptionKey }
  | { action: 'remove-encryption-key'; 'key-id': string }

export type Action = TableUpdate['action']
export type UpdateOf<Name extends Action> = Extract<TableUpdate, { action: Name }>

/** What a series of updates has done so far; `-1` in an update means "the one added last". */
export interface Draft {
  metadata: TableMetadata
  now: Date
  lastSchemaId?: number
  lastSpecId?: number
  lastOrderId?: number
  addedSnapshots: Set<bigint>
}

export type Appliers<Names extends Action> = {
  [Name in Names]: (draft: Draft, update: UpdateOf<Name>) => Partial<TableMetadata>
}
