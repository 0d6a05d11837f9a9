import type { Field, IcebergType } from '../../model/schema.ts'
import { typeWords } from './file-type.ts'

/** Two types of one column that no reader can bring together. */
export interface Clash {
  column: string
  here: string
  elsewhere: string
}

export type NextId = () => number

/**
 * The columns of both; ids of `known` stay and new ones get new ids. A column may be wider in one
 * file than in another where Iceberg's readers widen it themselves.
 *
 * @see Iceberg spec, "Schema Evolution"
 */
export function unionFields(
  known: readonly Field[],
  more: readonly Field[],
  nextId: NextId,
  above = '',
): Field[] | Clash {
  const fields = [...known]
  for (const field of more) {
    const path = above + field.name
    const folded = field.name.toLowerCase()
    const at = fields.findIndex(({ name }) => name.toLowerCase() === folded)
    const before = fields[at]
    if (before === undefined) {
      fields.push(numbered(field, nextId))
      continue
    }
    if (before.name !== field.name)
      return { column: path, here: `named "${field.name}"`, elsewhere: `named "${before.name}"` }
    const type = unionType(before.type, field.type, nextId, path)
    if (clash(type)) return type
    fields[at] = { ...before, type }
  }
  return fields
}

export function clash(found: object | string): found is Clash {
  return typeof found === 'object' && 'elsewhere' in found
}

function unionType(
  known: IcebergType,
  other: IcebergType,
  nextId: NextId,
  path: string,
): IcebergType | Clash {
  const apart = { column: path, here: typeWords(other), elsewhere: typeWords(known) }
  if (typeof known === 'string' || typeof other === 'string') {
    if (typeof known !== 'string' || typeof other !== 'string') return apart
    return wider(known, other) ?? apart
  }
  if (known.type === 'struct' && other.type === 'struct') {
    const fields = unionFields(known.fields, other.fields, nextId, `${path}.`)
    return clash(fields) ? fields : { ...known, fields }
  }
  if (known.type === 'list' && other.type === 'list') {
    const element = unionType(known.element, other.element, nextId, `${path}.element`)
    return clash(element) ? element : { ...known, element }
  }
  if (known.type === 'map' && other.type === 'map') {
    const key = unionType(known.key, other.key, nextId, `${path}.key`)
    const value = unionType(known.value, other.value, nextId, `${path}.value`)
    if (clash(key)) return key
    return clash(value) ? value : { ...known, key, value }
  }
  return apart
}

const DECIMAL = /^decimal\((\d+), ?(\d+)\)$/

/** The type that holds the values of both, if readers may take the one for the other. */
export function wider(one: string, other: string): string | undefined {
  if (one === other) return one
  const pair = [one, other].sort().join(' ')
  if (pair === 'int long') return 'long'
  if (pair === 'double float') return 'double'
  const [mine, theirs] = [DECIMAL.exec(one), DECIMAL.exec(other)]
  if (!mine || !theirs || mine[2] !== theirs[2]) return undefined
  return `decimal(${Math.max(Number(mine[1]), Number(theirs[1]))}, ${mine[2]})`
}

function numbered(field: Field, nextId: NextId): Field {
  return { ...field, id: nextId(), type: numberedType(field.type, nextId) }
}

function numberedType(type: IcebergType, nextId: NextId): IcebergType {
  if (typeof type === 'string') return type
  if (type.type === 'struct')
    return { ...type, fields: type.fields.map((field) => numbered(field, nextId)) }
  if (type.type === 'list')
    return { ...type, 'element-id': nextId(), element: numberedType(type.element, nextId) }
  const ids = { 'key-id': nextId(), 'value-id': nextId() }
  const [key, value] = [numberedType(type.key, nextId), numberedType(type.value, nextId)]
  return { ...type, ...ids, key, value }
}
