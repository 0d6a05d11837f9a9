import { invalidSchema } from '../errors.ts'
import { fitsDefault } from './default-value.ts'
import { type Field, fieldsById, type IcebergType, pathTo, type StructType } from './schema.ts'
import { storable } from './storable.ts'

const PRIMITIVES =
  'boolean int long float double date time timestamp timestamptz string uuid binary'.split(' ')
const FIXED = /^fixed\[(\d{1,10})\]$/
const DECIMAL = /^decimal\((\d{1,2}), ?(\d{1,2})\)$/
const SINCE_V3 =
  /^(timestamp_ns|timestamptz_ns|variant|unknown|geometry(\(.*\))?|geography(\(.*\))?)$/
const NESTING_MAX = 32
const PRECISION_MAX = 38 // Iceberg spec, "Primitive Types".
const INT_MAX = 2 ** 31 - 1
/** Iceberg spec, "Reserved Field IDs": those above belong to columns of metadata. */
const FIELD_ID_MAX = 2_147_483_447
const DEFAULTS_SINCE = 3 // Iceberg spec, "Default values".

/**
 * Refuses what readers of the table could not read: unknown types, parts that are missing, doubled
 * names and ids, identifiers that may be empty.
 *
 * @throws catalog.invalid-schema
 */
export function checkSchema(
  schema: StructType & { 'identifier-field-ids'?: number[] },
  formatVersion: number,
): void {
  const ids = new Set<number>()
  const once = (id: number) => {
    if (!Number.isInteger(id) || ids.has(id))
      throw invalidSchema({ reason: `field id ${id} is not a number of its own` })
    if (id < 0 || id > FIELD_ID_MAX)
      throw invalidSchema({ reason: `field id ${id} is not between 0 and ${FIELD_ID_MAX}` })
    ids.add(id)
  }
  if (schema.type !== 'struct') throw invalidSchema({ reason: 'its type is not "struct"' })
  checkStruct(schema, { once, formatVersion, depth: 0 })
  for (const id of schema['identifier-field-ids'] ?? []) checkIdentifier(schema, id)
}

interface Checking {
  once(id: number): void
  formatVersion: number
  depth: number
}

function checkStruct(struct: StructType, checking: Checking): void {
  if (!Array.isArray(struct.fields)) throw invalidSchema({ reason: 'a struct has no fields' })
  const names = new Set<string>()
  for (const field of struct.fields) {
    const { name } = field ?? {}
    if (typeof name !== 'string' || name === '' || names.has(name))
      throw invalidSchema({ reason: `field name "${name}" is empty or taken` })
    if (!storable(name)) throw invalidSchema({ reason: 'a field name cannot be kept' })
    names.add(name)
    checkField(field, checking)
  }
}

function checkField(field: Field, checking: Checking): void {
  const { id, name, required, doc, type } = field
  checking.once(id)
  demandFlag(required, `"required" of field "${name}"`)
  if (doc != null && typeof doc !== 'string')
    throw invalidSchema({ reason: `"doc" of field "${name}" is not a text` })
  if (field['initial-default'] != null && checking.formatVersion < DEFAULTS_SINCE)
    throw invalidSchema({
      reason: `field "${name}" has an initial default, which format ${DEFAULTS_SINCE} began with`,
    })
  checkType(type, checking)
  for (const key of ['initial-default', 'write-default'] as const)
    if (!fitsDefault(type, field[key]))
      throw invalidSchema({ reason: `"${key}" of field "${name}" is no value of its type` })
}

function demandFlag(flag: unknown, what: string): void {
  if (typeof flag !== 'boolean')
    throw invalidSchema({ reason: `${what} is neither true nor false` })
}

function checkType(type: IcebergType, checking: Checking): void {
  const below = { ...checking, depth: checking.depth + 1 }
  if (below.depth > NESTING_MAX) throw invalidSchema({ reason: 'types are nested too deep' })
  if (typeof type === 'string') checkPrimitive(type, checking)
  else if (type?.type === 'struct') checkStruct(type, below)
  else if (type?.type === 'list') {
    checking.once(type['element-id'])
    demandFlag(type['element-required'], '"element-required" of a list')
    checkType(type.element, below)
  } else if (type?.type === 'map') {
    checking.once(type['key-id'])
    checking.once(type['value-id'])
    demandFlag(type['value-required'], '"value-required" of a map')
    checkType(type.key, below)
    checkType(type.value, below)
  } else throw invalidSchema({ reason: 'a type is neither a name nor a struct, list or map' })
}

function checkPrimitive(type: string, { formatVersion }: Checking): void {
  const [, length] = FIXED.exec(type) ?? []
  if (length !== undefined && Number(length) <= INT_MAX) return
  const [, precision, scale] = DECIMAL.exec(type) ?? []
  const fits = Number(precision) <= PRECISION_MAX && Number(scale) <= Number(precision)
  if (fits && Number(precision) > 0) return
  if (PRIMITIVES.includes(type) || (formatVersion >= 3 && SINCE_V3.test(type))) return
  throw invalidSchema({ reason: `type "${type}" is unknown` })
}

/** @see Iceberg spec, "Identifier Field IDs" */
function checkIdentifier(schema: StructType, id: number): void {
  if (!fieldsById(schema).has(id))
    throw invalidSchema({ reason: `identifier field ${id} is not in the schema` })
  const path = pathTo(schema, id) ?? []
  const type = path.at(-1)?.type
  const told = typeof type === 'string' && type !== 'float' && type !== 'double'
  if (!told || path.some(({ required }) => !required))
    throw invalidSchema({
      reason: `identifier field ${id} is not required, or a list, map, struct or float`,
    })
}
