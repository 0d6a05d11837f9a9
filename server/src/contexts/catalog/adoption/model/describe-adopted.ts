import { encodeValue, lowerBound, parseDuckdbValue, upperBound } from '../../model/bounds.ts'
import type { TableFile } from '../../model/manifest.ts'
import type { PartitionSpec } from '../../model/metadata.ts'
import { type Field, fieldsById, type Schema } from '../../model/schema.ts'
import type { Value } from '../../model/transform.ts'
import type { ColumnFacts, FileFacts } from './adoption.ts'

/** A file that was taken over, as its manifest describes it. */
export function describeAdopted(
  file: { location: string; sizeBytes: number; facts: FileFacts },
  { schema, spec }: { schema: Schema; spec: PartitionSpec },
): TableFile {
  const { facts } = file
  const columns = columnsOf(facts, schema)
  const counted = (name: 'sizeBytes' | 'values' | 'nulls') =>
    new Map(
      columns.flatMap(({ field, facts: column }): [number, number][] => {
        const count = column[name]
        return count === undefined ? [] : [[field.id, count]]
      }),
    )
  return {
    content: 'data',
    location: file.location,
    format: 'PARQUET',
    specId: spec['spec-id'],
    partition: partitionOf(facts, schema, spec),
    recordCount: facts.rows,
    sizeBytes: file.sizeBytes,
    columnSizes: counted('sizeBytes'),
    valueCounts: counted('values'),
    nullCounts: counted('nulls'),
    lowerBounds: bounds(columns, 'min'),
    upperBounds: bounds(columns, 'max'),
    ...(facts.splits.length > 0 ? { splitOffsets: facts.splits.map(BigInt) } : {}),
  }
}

interface Column {
  field: Field
  facts: ColumnFacts
}

/** Outside lists and maps, whose values are many in a row. */
function columnsOf({ columns }: FileFacts, schema: Schema): Column[] {
  const found: Column[] = []
  const visit = (field: Field, path: string) => {
    const facts = Object.hasOwn(columns, path) ? columns[path] : undefined
    if (typeof field.type === 'string') {
      if (facts) found.push({ field, facts })
    } else if (field.type.type === 'struct')
      for (const child of field.type.fields) visit(child, `${path}, ${child.name}`)
  }
  for (const field of schema.fields) visit(field, field.name)
  return found
}

/** Footers do not tell of NaN, beside which the bounds of a floating column mean nothing. */
const FLOATING = /^(float|double)$/

function bounds(columns: readonly Column[], side: 'min' | 'max'): Map<number, Buffer> {
  const map = new Map<number, Buffer>()
  for (const { field, facts } of columns) {
    const type = field.type as string
    const text = facts[side]
    if (text === undefined || FLOATING.test(type)) continue
    const value = parseDuckdbValue(type, text)
    if (value === undefined) continue
    const bound = side === 'min' ? lowerBound(type, value) : upperBound(type, value)
    if (bound !== undefined) map.set(field.id, encodeValue(type, bound))
  }
  return map
}

function partitionOf(facts: FileFacts, schema: Schema, spec: PartitionSpec) {
  const fields = fieldsById(schema)
  return new Map(
    spec.fields.map((field): [number, Value | null] => {
      const source = fields.get(field['source-id'])
      const text = facts.path[source?.name ?? ''] ?? null
      const value = text === null ? null : parseDuckdbValue(String(source?.type), text)
      return [field['field-id'], value ?? null]
    }),
  )
}
