import type { Field, Schema } from '../../catalog/index.ts'
import { CLOCK_COLUMNS, type ColumnType, type FeedDefinition } from './feed.ts'

/** The table of a feed: the contract's columns, then the platform's clocks. */
export function tableSchema({ columns }: Pick<FeedDefinition, 'columns'>): Schema {
  const all = [...columns, ...CLOCK_COLUMNS] as { name: string; type: string; comment?: string }[]
  return {
    type: 'struct',
    'schema-id': 0,
    fields: all.map((column, index) => fieldOf(column, index + 1)),
  }
}

/**
 * A table’s schema with what the contract has and the table lacks: its files stay as they are.
 * Undefined: it lacks nothing. Where the table is `empty`, a column may get another type.
 *
 * @see Iceberg spec, "Schema Evolution"
 */
export function evolvedSchema(
  schema: Schema,
  { columns }: Pick<FeedDefinition, 'columns'>,
  { lastColumnId, empty }: { lastColumnId: number; empty: boolean },
): Schema | undefined {
  const known = new Map(schema.fields.map((field) => [field.name, field]))
  let next = lastColumnId
  const changed = new Map<string, Field>()
  for (const column of columns) {
    const field = known.get(column.name)
    if (!field || (empty && field.type !== column.type)) {
      next += 1
      changed.set(column.name, fieldOf(column, next))
    } else if (promotable(String(field.type), column.type))
      changed.set(column.name, { ...field, type: column.type })
  }
  if (changed.size === 0) return undefined
  const fields = schema.fields.map((field) => changed.get(field.name) ?? field)
  const added = [...changed.values()].filter(({ name }) => !known.has(name))
  return { ...schema, fields: [...fields, ...added] }
}

/** Every value of the one type is one of the other, in files that are written already too. */
export function promotable(from: string, to: ColumnType): boolean {
  return (from === 'int' && to === 'long') || (from === 'float' && to === 'double')
}

function fieldOf(
  { name, type, comment }: { name: string; type: string; comment?: string },
  id: number,
): Field {
  return { id, name, required: false, type, ...(comment !== undefined && { doc: comment }) }
}
