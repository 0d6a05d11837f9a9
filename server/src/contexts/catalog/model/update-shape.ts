import { invalidUpdate } from '../errors.ts'
import { checkPartitionFields, checkSortFields } from './check-layout.ts'
import { checkSchema } from './check-schema.ts'
import { FORMAT_VERSIONS, type PartitionField, type TableMetadata } from './metadata.ts'
import { canonical, highestFieldId, type Schema, type StructType, sameSchema } from './schema.ts'
import type { Appliers, Draft, UpdateOf } from './table-update.ts'

type ShapeAction =
  | 'assign-uuid'
  | 'upgrade-format-version'
  | 'add-schema'
  | 'set-current-schema'
  | 'remove-schemas'
  | 'add-spec'
  | 'set-default-spec'
  | 'remove-partition-specs'
  | 'add-sort-order'
  | 'set-default-sort-order'
  | 'set-location'
  | 'set-properties'
  | 'remove-properties'
  | 'enable-row-lineage'
  | 'add-encryption-key'
  | 'remove-encryption-key'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Updates of what a table looks like: its identity, schema, layout and properties. */
export const shapeUpdates: Appliers<ShapeAction> = {
  'assign-uuid': ({ metadata }, { uuid }) => {
    if (!UUID.test(uuid)) throw invalidUpdate({ reason: `"${uuid}" is not a UUID` })
    const made = metadata.schemas.length > 0
    // Engines that know the table would take it for another one: so says the REST specification.
    if (made && uuid.toLowerCase() !== metadata['table-uuid'])
      throw invalidUpdate({ reason: 'the UUID of a table that is there cannot be another' })
    return { 'table-uuid': uuid.toLowerCase() }
  },
  'upgrade-format-version': upgrade,
  'add-schema': addSchema,
  'set-current-schema': (draft, update) => {
    const id = lastOr(update['schema-id'], draft.lastSchemaId, 'schema')
    known(draft.metadata.schemas, 'schema-id', id)
    return { 'current-schema-id': id }
  },
  'remove-schemas': ({ metadata }, { 'schema-ids': ids }) => {
    const used = new Set(metadata.snapshots.map((snapshot) => snapshot['schema-id']))
    refuseUsed(ids, (id) => id === metadata['current-schema-id'] || used.has(id), 'schema')
    return { schemas: metadata.schemas.filter((one) => !ids.includes(one['schema-id'])) }
  },
  'add-spec': addSpec,
  'set-default-spec': (draft, update) => {
    const id = lastOr(update['spec-id'], draft.lastSpecId, 'partition spec')
    known(draft.metadata['partition-specs'], 'spec-id', id)
    return { 'default-spec-id': id }
  },
  'remove-partition-specs': ({ metadata }, { 'spec-ids': ids }) => {
    refuseUsed(ids, (id) => id === metadata['default-spec-id'], 'partition spec')
    const kept = metadata['partition-specs'].filter((one) => !ids.includes(one['spec-id']))
    return { 'partition-specs': kept }
  },
  'add-sort-order': addSortOrder,
  'set-default-sort-order': (draft, update) => {
    const id = lastOr(update['sort-order-id'], draft.lastOrderId, 'sort order')
    known(draft.metadata['sort-orders'], 'order-id', id)
    return { 'default-sort-order-id': id }
  },
  'set-location': (_draft, { location }) => ({ location: location.replace(/\/+$/, '') }),
  'set-properties': ({ metadata }, { updates }) => ({
    properties: { ...metadata.properties, ...updates },
  }),
  'remove-properties': ({ metadata }, { removals }) => ({
    properties: Object.fromEntries(
      Object.entries(metadata.properties).filter(([name]) => !removals.includes(name)),
    ),
  }),
  'enable-row-lineage': () => ({}), // Format 3 always has it; older ones have no place for it.
  'add-encryption-key': ({ metadata }, { 'encryption-key': key }) => {
    if (metadata['format-version'] < ENCRYPTED_SINCE)
      throw invalidUpdate({ reason: `encryption keys began with format ${ENCRYPTED_SINCE}` })
    const keys = withoutKey(metadata, key['key-id'])
    return { 'encryption-keys': [...keys, key] }
  },
  'remove-encryption-key': ({ metadata }, { 'key-id': id }) => ({
    'encryption-keys': withoutKey(metadata, id),
  }),
}

const ENCRYPTED_SINCE = 3 // Iceberg spec, "Table Metadata", encryption-keys.

function withoutKey({ 'encryption-keys': keys = [] }: TableMetadata, id: string) {
  return keys.filter((one) => one['key-id'] !== id)
}

function upgrade(
  { metadata }: Draft,
  { 'format-version': version }: UpdateOf<'upgrade-format-version'>,
): Partial<TableMetadata> {
  const current = metadata['format-version']
  if (!FORMAT_VERSIONS.includes(version) || version < current)
    throw invalidUpdate({ reason: `format version ${version} cannot follow ${current}` })
  const rows = version >= 3 && current < 3 ? { 'next-row-id': 0 } : {}
  return { 'format-version': version, ...rows }
}

function addSchema(draft: Draft, { schema }: UpdateOf<'add-schema'>): Partial<TableMetadata> {
  const { metadata } = draft
  checkSchema(schema, metadata['format-version'])
  const same = metadata.schemas.find((one) => sameSchema(one, schema))
  const id = same?.['schema-id'] ?? nextId(metadata.schemas.map((one) => one['schema-id']))
  draft.lastSchemaId = id
  return {
    schemas: same ? metadata.schemas : [...metadata.schemas, { ...schema, 'schema-id': id }],
    'last-column-id': Math.max(metadata['last-column-id'], highestFieldId(schema)),
  }
}

function addSpec(draft: Draft, { spec }: UpdateOf<'add-spec'>): Partial<TableMetadata> {
  const { metadata } = draft
  const known = metadata['partition-specs'].flatMap((one) => one.fields)
  let last = metadata['last-partition-id']
  const fields = spec.fields.map((field): PartitionField => {
    const same = known.find(
      (one) => one['source-id'] === field['source-id'] && one.transform === field.transform,
    )
    const id = field['field-id'] ?? same?.['field-id'] ?? last + 1
    last = Math.max(last, id)
    return { ...field, 'field-id': id }
  })
  checkPartitionFields(fields, { schemas: metadata.schemas, current: currentOrLast(draft) })
  const same = metadata['partition-specs'].find(
    (one) => canonical(one.fields) === canonical(fields),
  )
  const id = same?.['spec-id'] ?? nextId(metadata['partition-specs'].map((one) => one['spec-id']))
  draft.lastSpecId = id
  const specs = metadata['partition-specs']
  return {
    'partition-specs': same ? specs : [...specs, { 'spec-id': id, fields }],
    'last-partition-id': last,
  }
}

function addSortOrder(
  draft: Draft,
  { 'sort-order': order }: UpdateOf<'add-sort-order'>,
): Partial<TableMetadata> {
  const { metadata } = draft
  checkSortFields(order.fields, currentOrLast(draft))
  const orders = metadata['sort-orders']
  const same = orders.find((one) => canonical(one.fields) === canonical(order.fields))
  const unsorted = order.fields.length === 0
  const fresh = unsorted ? 0 : Math.max(1, nextId(orders.map((one) => one['order-id'])))
  const id = same?.['order-id'] ?? fresh
  draft.lastOrderId = id
  return { 'sort-orders': same ? orders : [...orders, { 'order-id': id, fields: order.fields }] }
}

/** What an order is of: clients add the schema before it, and may make it current after it. */
function currentOrLast({ metadata, lastSchemaId }: Draft): Schema {
  const id = lastSchemaId ?? metadata['current-schema-id']
  return (
    metadata.schemas.find((one) => one['schema-id'] === id) ?? { ...NO_SCHEMA, 'schema-id': id }
  )
}

const NO_SCHEMA = { type: 'struct', fields: [] } as const satisfies StructType

function nextId(ids: number[]): number {
  return Math.max(-1, ...ids) + 1
}

function lastOr(id: number, last: number | undefined, what: string): number {
  if (id !== -1) return id
  if (last === undefined) throw invalidUpdate({ reason: `no ${what} was added before` })
  return last
}

function known<Key extends string>(parts: Record<Key, number>[], key: Key, id: number): void {
  if (!parts.some((part) => part[key] === id))
    throw invalidUpdate({ reason: `${key} ${id} does not exist` })
}

function refuseUsed(ids: number[], used: (id: number) => boolean, what: string): void {
  const one = ids.find(used)
  if (one !== undefined) throw invalidUpdate({ reason: `${what} ${one} is in use` })
}
