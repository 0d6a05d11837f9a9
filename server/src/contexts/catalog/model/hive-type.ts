import { invalidSchema } from '../errors.ts'
import type { Field, IcebergType } from './schema.ts'

/** Glue's catalog names types as Hive does. @see AWS Glue, "Column structure" */
const TO_HIVE: Readonly<Record<string, string>> = {
  long: 'bigint',
  time: 'string',
  timestamptz: 'timestamp',
  uuid: 'string',
}

const FROM_HIVE: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  tinyint: 'int',
  smallint: 'int',
  int: 'int',
  integer: 'int',
  bigint: 'long',
  float: 'float',
  double: 'double',
  string: 'string',
  date: 'date',
  timestamp: 'timestamp',
  binary: 'binary',
}

export function hiveType(type: IcebergType): string {
  if (typeof type === 'string') {
    if (type.startsWith('fixed')) return 'binary'
    return TO_HIVE[type] ?? type.replace(' ', '')
  }
  if (type.type === 'list') return `array<${hiveType(type.element)}>`
  if (type.type === 'map') return `map<${hiveType(type.key)},${hiveType(type.value)}>`
  return `struct<${type.fields.map((field) => `${field.name}:${hiveType(field.type)}`).join(',')}>`
}

const TOKEN = /\s*([<>,:()]|[^\s<>,:()]+)/gy

const NESTING_MAX = 20

/** Reads a Hive type; `nextId` numbers nested fields. @throws catalog.invalid-schema */
export function icebergType(text: string, nextId: () => number): IcebergType {
  const tokens = [...text.matchAll(TOKEN)].map(([, token]) => (token as string).toLowerCase())
  const reader = { tokens, at: 0, nextId, wrong: () => invalidSchema({ reason: noType(text) }) }
  const type = readType(reader, 0)
  if (reader.at < tokens.length) throw reader.wrong()
  return type
}

function noType(text: string): string {
  const simple = Object.keys(FROM_HIVE).join(', ')
  return (
    `type "${text}" is none of ${simple}, decimal(p,s), varchar(n), char(n), array<type>, ` +
    'map<type,type>, struct<name:type,…>'
  )
}

interface Reader {
  tokens: string[]
  at: number
  nextId(): number
  wrong(): Error
}

function take(reader: Reader, wanted?: string): string {
  const token = reader.tokens[reader.at]
  if (token === undefined || (wanted !== undefined && token !== wanted)) throw reader.wrong()
  reader.at += 1
  return token
}

function readType(reader: Reader, depth: number): IcebergType {
  if (depth > NESTING_MAX) throw reader.wrong()
  const name = take(reader)
  if (name === 'array' || name === 'map' || name === 'struct')
    return readNested(reader, name, depth + 1)
  const sized = reader.tokens[reader.at] === '(' ? readSizes(reader) : []
  if (name === 'decimal') {
    const [precision = '10', scale = '0'] = sized
    return `decimal(${precision},${scale})`
  }
  if (name === 'varchar' || name === 'char') return 'string'
  const type = Object.hasOwn(FROM_HIVE, name) ? FROM_HIVE[name] : undefined
  if (type === undefined || sized.length > 0) throw reader.wrong()
  return type
}

function readSizes(reader: Reader): string[] {
  take(reader, '(')
  const sizes = [take(reader)]
  while (reader.tokens[reader.at] === ',') {
    take(reader, ',')
    sizes.push(take(reader))
  }
  take(reader, ')')
  if (!sizes.every((size) => /^\d{1,2}$/.test(size))) throw reader.wrong()
  return sizes
}

function readNested(reader: Reader, name: 'array' | 'map' | 'struct', depth: number): IcebergType {
  take(reader, '<')
  const type = readInside(reader, name, depth)
  take(reader, '>')
  return type
}

function readInside(reader: Reader, name: 'array' | 'map' | 'struct', depth: number): IcebergType {
  if (name === 'array') {
    const id = reader.nextId()
    const element = readType(reader, depth)
    return { type: 'list', 'element-id': id, element, 'element-required': false }
  }
  if (name === 'map') {
    const [keyId, valueId] = [reader.nextId(), reader.nextId()]
    const key = readType(reader, depth)
    take(reader, ',')
    const value = readType(reader, depth)
    const ids = { 'key-id': keyId, 'value-id': valueId }
    return { type: 'map', ...ids, key, value, 'value-required': false }
  }
  const fields: Field[] = []
  do {
    if (fields.length > 0) take(reader, ',')
    const field = { id: reader.nextId(), name: take(reader), required: false }
    take(reader, ':')
    fields.push({ ...field, type: readType(reader, depth) })
  } while (reader.tokens[reader.at] === ',')
  return { type: 'struct', fields }
}
