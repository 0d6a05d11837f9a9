import { unreadableContent } from '../errors.ts'

/** A type of a file’s schema; each of its values takes a byte at least. */
export type AvroType =
  | {
      kind: 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string'
      logical?: Logical
    }
  | { kind: 'fixed'; size: number; logical?: Logical }
  | { kind: 'enum'; symbols: readonly string[] }
  | { kind: 'record'; fields: readonly AvroField[] }
  | { kind: 'array' | 'map'; of: AvroType }
  /** `undefined` stands for null. */
  | { kind: 'union'; branches: readonly (AvroType | undefined)[] }

export interface AvroField {
  name: string
  type: AvroType
}

export type Logical =
  | 'date'
  | 'time-millis'
  | 'time-micros'
  | 'timestamp-millis'
  | 'timestamp-micros'
  | 'timestamp-nanos'
  | 'local-timestamp-millis'
  | 'local-timestamp-micros'
  | 'local-timestamp-nanos'
  | 'uuid'
  | { precision: number; scale: number }

/** Apache Avro 1.12.0, "Logical Types": what carries which; another one is not there. */
const CARRIERS: Readonly<Record<string, readonly string[]>> = {
  int: ['date', 'time-millis'],
  long: [
    'time-micros',
    ...['timestamp-millis', 'timestamp-micros', 'timestamp-nanos'],
    ...['local-timestamp-millis', 'local-timestamp-micros', 'local-timestamp-nanos'],
  ],
  string: ['uuid'],
}
const PRIMITIVES = ['boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const DEPTH_MAX = 32
const TYPES_MAX = 20_000
/** Of a name and of a symbol: each value of it may be a byte. */
const NAME_CHARACTERS_MAX = 1000
const FIXED_BYTES_MAX = 16 << 20
const PRECISION_MAX = 1000

interface Reading {
  named: Map<string, AvroType>
  types: number
}

type Json = Readonly<Record<string, unknown>>

/**
 * The columns of a container. A vendor wrote the schema: what could make many values of few bytes,
 * types without bytes and those that hold themselves, is refused.
 *
 * @see Apache Avro specification, "Schema Declaration"
 * @throws ingestion.unreadable-content
 */
export function avroFields(json: string): readonly AvroField[] {
  const type = typeOf(parsed(json), { named: new Map(), types: 0 }, { namespace: '', depth: 0 })
  if (type?.kind !== 'record') throw unreadableContent({ reason: 'its rows are no records' })
  return type.fields
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw unreadableContent({ reason: 'its schema is no JSON' })
  }
}

interface Place {
  namespace: string
  depth: number
}

/** Undefined: null. */
function typeOf(schema: unknown, reading: Reading, at: Place): AvroType | undefined {
  reading.types += 1
  if (at.depth > DEPTH_MAX || reading.types > TYPES_MAX)
    throw refused(`has more than ${DEPTH_MAX} levels or ${TYPES_MAX} types`)
  if (Array.isArray(schema)) return unionOf(schema, reading, at)
  if (typeof schema === 'string') return byName(schema, reading, at)
  if (schema === null || typeof schema !== 'object') throw refused('has a type that is none')
  const { type } = schema as Json
  if (typeof type !== 'string') return typeOf(type, reading, below(at))
  return (
    complexOf(type, schema as Json, { reading, at }) ?? plainOf(type, schema as Json, reading, at)
  )
}

const below = ({ namespace, depth }: Place): Place => ({ namespace, depth: depth + 1 })

function unionOf(schemas: unknown[], reading: Reading, at: Place): AvroType {
  const branches = schemas.map((schema) =>
    Array.isArray(schema) ? refuse('has a union in a union') : typeOf(schema, reading, below(at)),
  )
  if (branches.length === 0) throw refused('has a union of nothing')
  return { kind: 'union', branches }
}

function complexOf(
  type: string,
  schema: Json,
  { reading, at }: { reading: Reading; at: Place },
): AvroType | undefined {
  switch (type) {
    case 'array':
      return { kind: 'array', of: bytedType(schema.items, reading, at) }
    case 'map':
      return { kind: 'map', of: bytedType(schema.values, reading, at) }
    case 'enum': {
      const symbols = Array.isArray(schema.symbols) ? schema.symbols.map(String) : []
      for (const symbol of symbols) limited(symbol)
      return keep(schema, { kind: 'enum', symbols }, { reading, at })
    }
    case 'fixed': {
      const size = Number(schema.size)
      if (!Number.isInteger(size) || size < 1 || size > FIXED_BYTES_MAX)
        throw refused(`has a fixed type of ${told(String(schema.size))} bytes`)
      const logical = logicalOf('fixed', schema)
      return keep(schema, { kind: 'fixed', size, ...(logical && { logical }) }, { reading, at })
    }
    case 'record':
    case 'error':
      return recordOf(schema, reading, at)
    default:
      return undefined
  }
}

function plainOf(type: string, schema: Json, reading: Reading, at: Place): AvroType | undefined {
  const kind = PRIMITIVES.find((one) => one === type)
  if (kind === undefined) return byName(type, reading, at)
  const logical = logicalOf(kind, schema)
  return { kind, ...(logical && { logical }) }
}

/** A type whose values take bytes: only a union may hold null. */
function bytedType(schema: unknown, reading: Reading, at: Place): AvroType {
  return typeOf(schema, reading, below(at)) ?? refuse('has null outside of a union')
}

function recordOf(schema: Json, reading: Reading, at: Place): AvroType {
  const fields: AvroField[] = []
  const names = new Set<string>()
  const name = fullName(schema, at)
  const namespace = name.split('.').slice(0, -1).join('.')
  const given = Array.isArray(schema.fields) ? (schema.fields as unknown[]) : []
  // Known once it is whole: a record that holds itself has no name to be called by.
  for (const one of given) {
    const field = (one ?? {}) as Json
    if (typeof field.name !== 'string' || !NAME.test(field.name))
      throw refused(`has the field ${told(JSON.stringify(field.name) ?? '')}`)
    limited(field.name)
    if (names.has(field.name)) throw refused(`has the field "${field.name}" twice`)
    names.add(field.name)
    const type = bytedType(field.type, reading, { namespace, depth: at.depth })
    fields.push({ name: field.name, type })
  }
  if (fields.length === 0) throw refused(`has the record "${name}" without fields`)
  return keep(schema, { kind: 'record', fields }, { reading, at })
}

function keep<Type extends AvroType>(
  schema: Json,
  type: Type,
  { reading, at }: { reading: Reading; at: Place },
): Type {
  const name = fullName(schema, at)
  if (reading.named.has(name)) throw refused(`has the type "${name}" twice`)
  reading.named.set(name, type)
  return type
}

function fullName({ name, namespace }: Json, at: Place): string {
  const short = limited(String(name))
  if (!short.split('.').every((part) => NAME.test(part))) throw refused('has a type without a name')
  if (short.includes('.')) return short
  const space = typeof namespace === 'string' ? limited(namespace) : at.namespace
  return space === '' ? short : `${space}.${short}`
}

function limited(name: string): string {
  if (name.length > NAME_CHARACTERS_MAX)
    throw refused(`has a name of ${name.length} characters; ${NAME_CHARACTERS_MAX} are read`)
  return name
}

function told(name: string): string {
  return name.slice(0, NAME_CHARACTERS_MAX)
}

function byName(name: string, { named }: Reading, { namespace }: Place): AvroType | undefined {
  if (name === 'null') return undefined
  const kind = PRIMITIVES.find((one) => one === name)
  if (kind !== undefined) return { kind }
  const type = named.get(`${namespace}.${name}`) ?? named.get(name)
  return (
    type ?? refuse(`has the type "${told(name)}", which it does not tell before, or holds itself`)
  )
}

function logicalOf(kind: string, schema: Json): Logical | undefined {
  const { logicalType: logical } = schema
  if (logical === 'decimal' && (kind === 'bytes' || kind === 'fixed')) return decimalOf(schema)
  const known = Object.hasOwn(CARRIERS, kind) && CARRIERS[kind]?.includes(String(logical))
  return known ? (logical as Logical) : undefined
}

function decimalOf({ precision, scale = 0 }: Json): Logical {
  const [digits, places] = [Number(precision), Number(scale)]
  const fits = Number.isInteger(digits) && Number.isInteger(places) && places >= 0
  if (!fits || digits < 1 || places > digits || digits > PRECISION_MAX)
    throw refused(
      `has a decimal of ${told(String(precision))} digits, ${told(String(scale))} after the point`,
    )
  return { precision: digits, scale: places }
}

function refused(what: string) {
  return unreadableContent({ reason: `its schema ${what}` })
}

function refuse(what: string): never {
  throw refused(what)
}
