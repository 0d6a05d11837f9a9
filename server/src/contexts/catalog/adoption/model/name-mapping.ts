import type { Field, IcebergType } from '../../model/schema.ts'

interface MappedField {
  'field-id': number
  names: string[]
  fields?: MappedField[]
}

/** As writers of Parquet have named them: today's, Arrow's before version 15, Hive's. */
const ELEMENT_NAMES = ['element', 'item', 'array_element', 'array']

/** Which column is which, for files without field ids. @see Iceberg spec, "Column Projection" */
export function nameMapping(fields: readonly Field[]): string {
  return JSON.stringify(fields.map(mapped))
}

function mapped({ id, name, type }: Field): MappedField {
  return { 'field-id': id, names: [name], ...below(type) }
}

function below(type: IcebergType): { fields?: MappedField[] } {
  if (typeof type === 'string') return {}
  if (type.type === 'struct') return { fields: type.fields.map(mapped) }
  if (type.type === 'list')
    return {
      fields: [{ 'field-id': type['element-id'], names: ELEMENT_NAMES, ...below(type.element) }],
    }
  return {
    fields: [
      { 'field-id': type['key-id'], names: ['key'], ...below(type.key) },
      { 'field-id': type['value-id'], names: ['value'], ...below(type.value) },
    ],
  }
}
