import { currentSchema, defaultSpec, type TableMetadata } from './metadata.ts'

/**
 * Of a table what somebody may be told who may see some of its columns and read none: neither its
 * past nor its files, and nothing that is by a column that is hidden.
 */
export function describedMetadata(
  base: TableMetadata,
  seen: (id: number) => boolean,
): TableMetadata {
  const schema = currentSchema(base)
  const fields = schema.fields.filter(({ id }) => seen(id))
  const { 'identifier-field-ids': ids, ...rest } = schema
  const spec = defaultSpec(base)
  const parts = spec.fields.filter((field) => seen(field['source-id']))
  return {
    ...base,
    schemas: [{ ...rest, fields, ...(ids?.every(seen) && { 'identifier-field-ids': ids }) }],
    'last-column-id': Math.max(0, ...fields.map(({ id }) => id)),
    'partition-specs': [{ ...spec, fields: parts }],
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    'default-sort-order-id': 0,
    properties: {},
    'current-snapshot-id': -1n,
    snapshots: [],
    refs: {},
    'snapshot-log': [],
    'metadata-log': [],
    statistics: [],
    'partition-statistics': [],
  }
}
