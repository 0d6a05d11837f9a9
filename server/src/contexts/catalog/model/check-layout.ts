import { invalidUpdate } from '../errors.ts'
import type { PartitionField, SortField, TableMetadata } from './metadata.ts'
import { type Field, fieldsById, pathTo, type Schema, type StructType } from './schema.ts'
import { parseTransform, type Transform } from './transform.ts'

const NOT_DIVIDED = /^(variant|geometry|geography|unknown)/
const BUCKETED = /^(int|long|decimal|date|time|timestamp|string|uuid|fixed|binary)/
const TRUNCATED = /^(int|long|decimal|string|binary)/
const DAYS = /^(date|timestamp)/
const HOURS = /^timestamp/

/** Which types a transform takes. @see Iceberg spec, "Partition Transforms" */
const TAKES: Readonly<Record<Transform['name'], (type: string) => boolean>> = {
  identity: (type) => !NOT_DIVIDED.test(type),
  bucket: (type) => BUCKETED.test(type),
  truncate: (type) => TRUNCATED.test(type),
  year: (type) => DAYS.test(type),
  month: (type) => DAYS.test(type),
  day: (type) => DAYS.test(type),
  hour: (type) => HOURS.test(type),
  void: () => true,
}

/** Of a source that may be dropped since: where it is in a schema, its type must fit there. */
function checkSource(schema: StructType, { 'source-id': id, transform }: Sourced): void {
  const field = pathTo(schema, id)?.at(-1)
  const parsed = parseTransform(transform)
  if (parsed.name === 'void') return
  const { type } = field ?? {}
  if (typeof type !== 'string')
    throw invalidUpdate({ reason: `source field ${id} is no plain column of the schema` })
  if (!TAKES[parsed.name](type))
    throw invalidUpdate({ reason: `transform "${transform}" does not take type "${type}"` })
}

type Sourced = Pick<PartitionField, 'source-id' | 'transform'>

const INT_MAX = 2 ** 31 - 1

/** @throws catalog.invalid-update */
export function checkPartitionFields(
  fields: readonly PartitionField[],
  { schemas, current }: { schemas: readonly Schema[]; current: StructType },
): void {
  demandOwn(fields, 'name')
  demandOwn(fields, 'field-id')
  for (const field of fields) {
    const { 'field-id': id, name } = field
    if (typeof name !== 'string' || name === '')
      throw invalidUpdate({ reason: 'a partition field has no name' })
    if (id < 0 || id > INT_MAX)
      throw invalidUpdate({ reason: `partition field id ${id} is not between 0 and ${INT_MAX}` })
    const schema = schemas.findLast((one) => fieldsById(one).has(field['source-id']))
    if (schema) checkSource(schema, field)
    else if (field.transform !== 'void')
      throw invalidUpdate({ reason: `source field ${field['source-id']} is in no schema` })
  }
  checkNames(fields, current.fields)
}

function demandOwn(fields: readonly PartitionField[], key: 'name' | 'field-id'): void {
  if (new Set(fields.map((field) => field[key])).size < fields.length)
    throw invalidUpdate({ reason: `two partition fields have one ${key}` })
}

/** @throws catalog.invalid-update */
export function checkSortFields(fields: readonly SortField[], schema: StructType): void {
  for (const field of fields) {
    const { direction, 'null-order': nulls } = field
    if (!['asc', 'desc'].includes(direction) || !['nulls-first', 'nulls-last'].includes(nulls))
      throw invalidUpdate({ reason: `"${direction}" with "${nulls}" is no order of a sort field` })
    checkSource(schema, field)
  }
}

/**
 * What engines bind when they open a table: the columns by which it is divided and sorted now must
 * be there, and no other column may bear the name of a part.
 *
 * @throws catalog.invalid-update
 */
export function checkLayout(metadata: TableMetadata): void {
  const { schemas, 'partition-specs': specs, 'sort-orders': orders } = metadata
  const schema = schemas.find((one) => one['schema-id'] === metadata['current-schema-id'])
  if (!schema) return
  const spec = specs.find((one) => one['spec-id'] === metadata['default-spec-id'])
  const order = orders.find((one) => one['order-id'] === metadata['default-sort-order-id'])
  for (const field of spec?.fields ?? []) checkSource(schema, field)
  checkSortFields(order?.fields ?? [], schema)
  checkNames(spec?.fields ?? [], schema.fields)
}

/** Of a table that is made. @throws catalog.invalid-update */
export function checkNewLayout(metadata: TableMetadata): void {
  const { schemas, 'partition-specs': specs, 'sort-orders': orders } = metadata
  const [current] = schemas
  if (!current) return
  for (const { fields } of specs) checkPartitionFields(fields, { schemas, current })
  for (const { fields } of orders) checkSortFields(fields, current)
}

function checkNames(parts: readonly PartitionField[], columns: readonly Field[]): void {
  for (const { name, 'source-id': source, transform } of parts) {
    const column = columns.find((one) => one.name === name)
    if (column && column.id !== source && transform !== 'void')
      throw invalidUpdate({ reason: `partition field "${name}" has the name of another column` })
  }
}
