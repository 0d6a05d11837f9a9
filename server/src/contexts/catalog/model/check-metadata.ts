import { invalidMetadata } from '../errors.ts'
import { checkSchema } from './check-schema.ts'
import { currentSchema, defaultSpec, snapshotOf, type TableMetadata } from './metadata.ts'
import {
  type Check,
  integer,
  listOf,
  oneOf,
  optional,
  recordOf,
  shape,
  snapshotId,
  text,
  texts,
  wrongPart,
} from './shape.ts'
import { checkTransform } from './transform.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const uuid: Check = (value) => typeof value === 'string' && UUID.test(value)

const divided = shape({ 'source-id': integer, 'field-id': integer, name: text, transform: text })
const sorted = shape({ 'source-id': integer, transform: text })
const snapshot = shape({
  'snapshot-id': snapshotId,
  'parent-snapshot-id': optional(snapshotId),
  'sequence-number': integer,
  'timestamp-ms': integer,
  'manifest-list': text,
  summary: texts,
  'schema-id': optional(integer),
  'first-row-id': optional(integer),
  'added-rows': optional(integer),
})
const ofSnapshot = shape({ 'snapshot-id': snapshotId })

const parts: Record<string, Check> = {
  'table-uuid': uuid,
  location: text,
  'last-sequence-number': integer,
  'last-updated-ms': integer,
  'last-column-id': integer,
  schemas: listOf(shape({ 'schema-id': integer, fields: listOf(shape({ id: integer })) })),
  'current-schema-id': integer,
  'partition-specs': listOf(shape({ 'spec-id': integer, fields: listOf(divided) })),
  'default-spec-id': integer,
  'last-partition-id': integer,
  'sort-orders': listOf(shape({ 'order-id': integer, fields: listOf(sorted) })),
  'default-sort-order-id': integer,
  properties: texts,
  'current-snapshot-id': optional(snapshotId),
  snapshots: listOf(snapshot),
  refs: recordOf(shape({ 'snapshot-id': snapshotId, type: oneOf('branch', 'tag') })),
  'snapshot-log': listOf(shape({ 'snapshot-id': snapshotId, 'timestamp-ms': integer })),
  'metadata-log': listOf(shape({ 'metadata-file': text, 'timestamp-ms': integer })),
  statistics: listOf(ofSnapshot),
  'partition-statistics': listOf(ofSnapshot),
  'next-row-id': optional(integer),
  'encryption-keys': optional(listOf(shape({ 'key-id': text }))),
}

/** Metadata that others wrote, before anything is built on it. @throws catalog.invalid-metadata */
export function checkMetadata(metadata: TableMetadata): void {
  const wrong = wrongPart(parts, metadata)
  if (wrong) throw invalidMetadata({ reason: `"${wrong}" is missing or wrong` })
  for (const schema of metadata.schemas) checkSchema(schema, metadata['format-version'])
  for (const { fields } of metadata['partition-specs'])
    for (const { transform } of fields) checkTransform(transform)
  currentSchema(metadata)
  defaultSpec(metadata)
  for (const [name, ref] of Object.entries(metadata.refs))
    if (!snapshotOf(metadata, ref['snapshot-id']))
      throw invalidMetadata({ reason: `the snapshot of "${name}" is not there` })
}
