import { invalidUpdate } from '../errors.ts'
import {
  type Check,
  integer,
  listOf,
  oneOf,
  optional,
  shape,
  snapshotId,
  text,
  texts,
  wrongPart,
} from './shape.ts'
import type { Action, TableRequirement, TableUpdate } from './table-update.ts'

const schema = shape({
  fields: listOf(shape({ id: integer, name: text })),
  'identifier-field-ids': optional(listOf(integer)),
})
const spec = shape({
  fields: listOf(
    shape({ 'source-id': integer, 'field-id': optional(integer), name: text, transform: text }),
  ),
})
const order = shape({
  fields: listOf(
    shape({
      'source-id': integer,
      transform: text,
      direction: oneOf('asc', 'desc'),
      'null-order': oneOf('nulls-first', 'nulls-last'),
    }),
  ),
})
const snapshot = shape({
  'snapshot-id': snapshotId,
  'parent-snapshot-id': optional(snapshotId),
  'sequence-number': optional(integer),
  'timestamp-ms': integer,
  'manifest-list': text,
  summary: (value) => texts(value) && shape({ operation: text })(value),
  'schema-id': optional(integer),
  'first-row-id': optional(integer),
  'added-rows': optional(integer),
})
const file = {
  'snapshot-id': snapshotId,
  'statistics-path': text,
  'file-size-in-bytes': integer,
}
const blob = shape({
  type: text,
  'snapshot-id': snapshotId,
  'sequence-number': integer,
  fields: listOf(integer),
  properties: optional(texts),
})
const statistics = shape({
  ...file,
  'file-footer-size-in-bytes': integer,
  'blob-metadata': listOf(blob),
})
const above0: Check = (value) => integer(value) && Number(value) > 0
/** How long a branch or tag is kept. @see Iceberg spec, "Snapshot References" */
const kept = {
  'min-snapshots-to-keep': optional(above0),
  'max-snapshot-age-ms': optional(above0),
  'max-ref-age-ms': optional(above0),
}

const encryptionKey = shape({
  'key-id': text,
  'encrypted-key-metadata': text,
  'encrypted-by-id': optional(text),
  properties: optional(texts),
})

const updates: Record<Action, Record<string, Check>> = {
  'assign-uuid': { uuid: text },
  'upgrade-format-version': { 'format-version': integer },
  'add-schema': { schema },
  'set-current-schema': { 'schema-id': integer },
  'remove-schemas': { 'schema-ids': listOf(integer) },
  'add-spec': { spec },
  'set-default-spec': { 'spec-id': integer },
  'remove-partition-specs': { 'spec-ids': listOf(integer) },
  'add-sort-order': { 'sort-order': order },
  'set-default-sort-order': { 'sort-order-id': integer },
  'add-snapshot': { snapshot },
  'set-snapshot-ref': {
    'ref-name': (value) => text(value) && value !== '',
    'snapshot-id': snapshotId,
    type: oneOf('branch', 'tag'),
    ...kept,
  },
  'remove-snapshots': { 'snapshot-ids': listOf(snapshotId) },
  'remove-snapshot-ref': { 'ref-name': text },
  'set-location': { location: text },
  'set-properties': { updates: texts },
  'remove-properties': { removals: listOf(text) },
  'set-statistics': { statistics },
  'remove-statistics': { 'snapshot-id': snapshotId },
  'set-partition-statistics': { 'partition-statistics': shape(file) },
  'remove-partition-statistics': { 'snapshot-id': snapshotId },
  'enable-row-lineage': {},
  'add-encryption-key': { 'encryption-key': encryptionKey },
  'remove-encryption-key': { 'key-id': text },
}

const requirements: Record<TableRequirement['type'], Record<string, Check>> = {
  'assert-create': {},
  'assert-table-uuid': { uuid: text },
  'assert-ref-snapshot-id': { ref: text, 'snapshot-id': optional(snapshotId) },
  'assert-last-assigned-field-id': { 'last-assigned-field-id': integer },
  'assert-current-schema-id': { 'current-schema-id': integer },
  'assert-last-assigned-partition-id': { 'last-assigned-partition-id': integer },
  'assert-default-spec-id': { 'default-spec-id': integer },
  'assert-default-sort-order-id': { 'default-sort-order-id': integer },
}

/** @throws catalog.invalid-update */
export function checkUpdate(update: TableUpdate): void {
  demand(updates, update.action, update)
}

/** @throws catalog.invalid-update */
export function checkRequirement(requirement: TableRequirement): void {
  demand(requirements, requirement.type, requirement)
}

function demand(known: Record<string, Record<string, Check>>, name: string, given: object): void {
  const checks = Object.hasOwn(known, name) ? known[name] : undefined
  if (!checks) throw invalidUpdate({ reason: `"${name}" is unknown` })
  const wrong = wrongPart(checks, given)
  if (wrong) throw invalidUpdate({ reason: `"${wrong}" of "${name}" is missing or wrong` })
}
