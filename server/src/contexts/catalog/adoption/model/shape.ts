import { parseDuckdbValue } from '../../model/bounds.ts'
import type { Field, IcebergType } from '../../model/schema.ts'
import type { AdoptionOptions, FileFacts, Shape } from './adoption.ts'
import { fileType, typeWords, unfit } from './file-type.ts'
import { narrowest, type PathPart } from './hive-path.ts'
import type { ParquetNode } from './parquet-node.ts'
import { clash, unionFields } from './union.ts'

export interface ReadFile {
  location: string
  nodes: readonly ParquetNode[]
  facts: FileFacts
  parts: readonly PathPart[]
}

/** Why a file does not fit to those before it; `column` is a path of names. */
export interface Misfit {
  file: string
  column: string
  reason: string
}

/** The shape with one more file. */
export function withFile(shape: Shape, file: ReadFile, options: AdoptionOptions): Shape | Misfit {
  const misfit = (column: string, reason: string) => ({ file: file.location, column, reason })
  const columns = columnsOf(file)
  if ('reason' in columns) return columns
  const counter = { last: shape.lastId }
  const fields = unionFields(shape.fields, columns.fields, () => (counter.last += 1))
  if (clash(fields))
    return misfit(fields.column, `${fields.here} there, and ${fields.elsewhere} in files before`)
  const next = { ...shape, fields, lastId: counter.last }
  if (options.partitioning === 'none') return { ...next, keys: [] }
  const keys = file.parts.map(([key]) => key)
  const doubled = keys.find((key, index) => keys.indexOf(key) !== index)
  if (doubled !== undefined) return misfit(doubled, 'two folders of its path bear that name')
  const known = shape.keys ?? keys
  if (known.join('/') !== keys.join('/'))
    return misfit(
      known.find((key) => !keys.includes(key)) ?? keys.find((key) => !known.includes(key)) ?? '',
      `its folders are ${words(keys)}, and those of files before ${words(known)}`,
    )
  const pathTypes = { ...shape.pathTypes }
  for (const [key, value] of file.parts) {
    const type = narrowest(own(pathTypes, key), value)
    if (type !== undefined) pathTypes[key] = type
    const wrong = disagreement({ key, value, file, fields, options })
    if (wrong !== undefined) return misfit(key, wrong)
  }
  return { ...next, keys, pathTypes }
}

/** Folders bear any name, also one that every object has a member of. */
function own<Value>(of: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined
}

function words(keys: readonly string[]): string {
  return keys.length === 0 ? 'without names' : keys.map((key) => `"${key}"`).join(', ')
}

function columnsOf({ location, nodes }: ReadFile): { fields: Field[] } | Misfit {
  const fields: Field[] = []
  const numbered = firstNumbered(nodes)
  if (numbered !== undefined)
    return {
      file: location,
      column: numbered,
      reason: 'it has field ids of Iceberg, by which readers would go: it is part of another table',
    }
  for (const node of nodes) {
    const type = fileType(node)
    if (unfit(type)) return { file: location, column: node.name, reason: `it is ${type.unfit}` }
    fields.push({ id: 0, name: node.name, required: false, type })
  }
  return { fields }
}

function firstNumbered(nodes: readonly ParquetNode[]): string | undefined {
  for (const { name, fieldId, children } of nodes) {
    if (fieldId !== undefined && fieldId >= 0) return name
    const below = firstNumbered(children)
    if (below !== undefined) return `${name}.${below}`
  }
  return undefined
}

/**
 * A folder's value must be of its column's type; and where files have the column too, all their
 * rows must say the same, for some readers go by the file and others by the folder.
 */
function disagreement(of: {
  key: string
  value: string | null
  file: ReadFile
  fields: readonly Field[]
  options: AdoptionOptions
}): string | undefined {
  const { key, value, file, fields, options } = of
  const type = fields.find(({ name }) => name === key)?.type ?? own(options.types, key)
  const reads = (text: string) => parseDuckdbValue(String(type), text)
  if (type !== undefined && value !== null && reads(value) === undefined)
    return `"${value}" in its path is no ${typeWords(type)}`
  if (!file.nodes.some(({ name }) => name === key)) return undefined
  const { nulls, min, max } = own(file.facts.columns, key) ?? {}
  const same =
    value === null
      ? nulls === file.facts.rows
      : nulls === 0 && min !== undefined && min === max && reads(min) === reads(value)
  return same ? undefined : `its path says "${value}", and its rows say otherwise or may`
}

/** The columns of the table to be, and those it is divided by. */
export function finalShape(
  shape: Shape,
  { types }: AdoptionOptions,
): { fields: Field[]; lastId: number; dividers: Field[] } {
  const counter = { last: shape.lastId }
  const fields = [...shape.fields]
  const dividers = (shape.keys ?? []).map((key): Field => {
    const known = fields.find(({ name }) => name === key)
    if (known) return known
    const type: IcebergType = own(types, key) ?? own(shape.pathTypes, key) ?? 'string'
    counter.last += 1
    const field = { id: counter.last, name: key, required: false, type }
    fields.push(field)
    return field
  })
  return { fields, lastId: counter.last, dividers }
}
