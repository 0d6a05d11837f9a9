/** Iceberg's types and schemas, with the keys of its JSON form. @see Iceberg spec, Appendix C */
export type IcebergType = string | StructType | ListType | MapType

export interface StructType {
  type: 'struct'
  fields: Field[]
}

export interface ListType {
  type: 'list'
  'element-id': number
  element: IcebergType
  'element-required': boolean
}

export interface MapType {
  type: 'map'
  'key-id': number
  key: IcebergType
  'value-id': number
  value: IcebergType
  'value-required': boolean
}

export interface Field {
  id: number
  name: string
  required: boolean
  type: IcebergType
  doc?: string
  'initial-default'?: unknown
  'write-default'?: unknown
}

export interface Schema extends StructType {
  'schema-id': number
  'identifier-field-ids'?: number[]
}

/** All fields by id, nested ones too; list elements and map entries are fields of their own. */
export function fieldsById(schema: StructType): Map<number, Field> {
  const fields = new Map<number, Field>()
  const visit = (field: Field) => {
    fields.set(field.id, field)
    for (const child of childrenOf(field.type)) visit(child)
  }
  for (const field of schema.fields) visit(field)
  return fields
}

/** From a column down to the field that is meant, through structs alone. */
export function pathTo({ fields }: StructType, id: number): Field[] | undefined {
  for (const field of fields) {
    if (field.id === id) return [field]
    const inside = isStruct(field.type) ? pathTo(field.type, id) : undefined
    if (inside) return [field, ...inside]
  }
  return undefined
}

function isStruct(type: IcebergType): type is StructType {
  return typeof type !== 'string' && type.type === 'struct'
}

/** Names of columns by id, and of fields of structs as predicates name them: `a.b`. */
export function namesById(
  { fields }: Pick<StructType, 'fields'>,
  inside = '',
): Map<number, string> {
  const names = fields.flatMap(({ id, name, type }): [number, string][] => [
    [id, `${inside}${name}`],
    ...(isStruct(type) ? namesById(type, `${inside}${name}.`) : []),
  ])
  return new Map(names)
}

function childrenOf(type: IcebergType): Field[] {
  if (typeof type === 'string') return []
  if (type.type === 'struct') return type.fields
  if (type.type === 'list')
    return [
      {
        id: type['element-id'],
        name: 'element',
        required: type['element-required'],
        type: type.element,
      },
    ]
  return [
    { id: type['key-id'], name: 'key', required: true, type: type.key },
    { id: type['value-id'], name: 'value', required: type['value-required'], type: type.value },
  ]
}

export function highestFieldId(schema: StructType): number {
  return Math.max(0, ...fieldsById(schema).keys())
}

/** The schema with new ids from 1 on, a level before the next; answers old id -> new id too. */
export function withFreshIds(schema: Schema): { schema: Schema; renamed: Map<number, number> } {
  const renamed = new Map<number, number>()
  const next = (old: number) => {
    const id = renamed.size + 1
    renamed.set(old, id)
    return id
  }
  const fields = freshFields(schema.fields, next)
  const identifiers = (schema['identifier-field-ids'] ?? []).map((id) => renamed.get(id) ?? id)
  const fresh: Schema = { type: 'struct', 'schema-id': 0, fields }
  if (identifiers.length > 0) fresh['identifier-field-ids'] = identifiers
  return { schema: fresh, renamed }
}

function freshFields(fields: Field[], next: (old: number) => number): Field[] {
  const ids = fields.map((field) => next(field.id))
  return fields.map((field, index) => ({
    ...field,
    id: ids[index] as number,
    type: freshType(field.type, next),
  }))
}

function freshType(type: IcebergType, next: (old: number) => number): IcebergType {
  if (typeof type === 'string') return type
  if (type.type === 'struct') return { ...type, fields: freshFields(type.fields, next) }
  if (type.type === 'list') {
    const id = next(type['element-id'])
    return { ...type, 'element-id': id, element: freshType(type.element, next) }
  }
  const ids = { 'key-id': next(type['key-id']), 'value-id': next(type['value-id']) }
  return { ...type, ...ids, key: freshType(type.key, next), value: freshType(type.value, next) }
}

/** Two schemas that differ in nothing but their id. */
export function sameSchema(one: Schema, other: Schema): boolean {
  const bare = ({ fields, 'identifier-field-ids': identifiers = [] }: Schema) =>
    canonical({ fields, identifiers: [...identifiers].sort((a, b) => a - b) })
  return bare(one) === bare(other)
}

/** JSON with sorted keys: equal texts mean equal values. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return { bigint: part.toString() }
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part
    return Object.fromEntries(
      Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)),
    )
  })
}
