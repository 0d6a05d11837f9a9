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
const order = shape({ fields: listOf(shape({ 'source-id': integer, transform: text })) })
const snapshot = shape({
  'snapshot-id': snapshotId,
  'parent-snapshot-id': optional(snapshotId),
  'sequence-number': optional(integer),
  'timestamp-ms': integer,
  'manifest-list': text,
  summary: shape({ operation: text }),
  'schema-id': optional(integer),
  'first-row-id': optional(integer),
  'added-rows': optional(integer),
})
const statistics = shape({ 'snapshot-id': snapshotId })
const refType = oneOf('branch', 'tag')

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
  'set-snapshot-ref': { 'ref-name': text, 'snapshot-id': snapshotId, type: refType },
  'remove-snapshots': { 'snapshot-ids': listOf(snapshotId) },
  'remove-snapshot-ref': { 'ref-name': text },
  'set-location': { location: text },
  'set-properties': { updates: texts },
  'remove-properties': { removals: listOf(text) },
  'set-statistics': { statistics },
  'remove-statistics': { 'snapshot-id': snapshotId },
  'set-partition-statistics': { 'partition-statistics': statistics },
  'remove-partition-statistics': { 'snapshot-id': snapshotId },
  'enable-row-lineage': {},
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
