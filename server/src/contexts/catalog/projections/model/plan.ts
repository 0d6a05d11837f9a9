import { notSupported } from '../../errors.ts'
import { duckdbType } from '../../model/duckdb-schema.ts'
import type { ManifestEntry } from '../../model/manifest.ts'
import {
  currentSchema,
  defaultSpec,
  type PartitionField,
  type PartitionSpec,
  type TableMetadata,
} from '../../model/metadata.ts'
import {
  canonical,
  type Field,
  fieldsById,
  type IcebergType,
  pathTo,
  type Schema,
} from '../../model/schema.ts'
import { parseTransform, type Value } from '../../model/transform.ts'
import { commitOf } from './history.ts'
import { demandNamesApart } from './physical.ts'
import { columnsIn, type Policy } from './policy.ts'

/** What is to be made of one base table for one policy. */
export interface Plan {
  policy: Policy
  /** Of the projection: the readable columns, with the ids of the base. */
  schema: Schema
  /** Schema id of the base -> what readers may know of it; equal ones are one. */
  schemas: ReadonlyMap<number, Schema>
  /** Of the base; predicates may look at any column of it. */
  base: Schema
  /** Spec id of the base -> what readers may know of it; equal ones are one. */
  specs: ReadonlyMap<number, PartitionSpec>
  defaultSpecId: number
  /** A hidden column divides or sorts the base: files must not show where one part ends. */
  mixes: boolean
}

/** @throws catalog.not-supported for what cannot be enforced exactly */
export function planProjection(metadata: TableMetadata, policy: Policy): Plan {
  if (metadata['encryption-keys']?.length) throw notSupported({ what: 'an encrypted table' })
  const base = currentSchema(metadata)
  const readable = new Set(policy.columns)
  const masked = new Set(policy.cellFilters.map(([id]) => id))
  const fields = base.fields.filter(({ id }) => readable.has(id))
  if (fields.length === 0) throw notSupported({ what: 'a projection without columns' })
  demandNamesApart(fields.map(({ name }) => name))
  for (const field of [...fields, ...asked(base, policy)]) demandExact(field.type)
  const open = fields.filter(({ id }) => !masked.has(id))
  const openIds = new Set(fieldsById({ type: 'struct', fields: open }).keys())
  const { specs, defaultSpecId } = openSpecs(metadata, openIds)
  const schema = openSchema(base, { fields, masked, openIds })
  return {
    policy,
    base,
    schema,
    schemas: openSchemas(metadata, schema),
    specs,
    defaultSpecId,
    mixes: dividers(metadata).some((source) => !openIds.has(source)),
  }
}

/** The columns that predicates look at, or at a field of. */
function asked(base: Schema, { rowFilter, cellFilters }: Policy): Field[] {
  const predicates = [...(rowFilter ? [rowFilter] : []), ...cellFilters.map(([, cell]) => cell)]
  const ids = new Set(predicates.flatMap(columnsIn))
  return [...ids].map((id) => {
    const [field] = pathTo(base, id) ?? []
    if (!field) throw notSupported({ what: 'a filter on a column that is no more' })
    return field
  })
}

/** DuckDB must keep values of the type to the last bit, and say it the way engines read it. */
function demandExact(type: IcebergType): void {
  duckdbType(type)
  if (typeof type === 'string') {
    if (type.endsWith('_ns')) throw notSupported({ what: `type "${type}"` })
  } else if (type.type === 'struct') {
    if (type.fields.length === 0) throw notSupported({ what: 'a struct without fields' })
    demandNamesApart(type.fields.map(({ name }) => name))
    for (const field of type.fields) demandExact(field.type)
  } else if (type.type === 'list') demandExact(type.element)
  else {
    demandExact(type.key)
    demandExact(type.value)
  }
}

function openSchema(
  base: Schema,
  seen: { fields: Field[]; masked: ReadonlySet<number>; openIds: ReadonlySet<number> },
): Schema {
  const identifiers = base['identifier-field-ids'] ?? []
  const whole = identifiers.length > 0 && identifiers.every((id) => seen.openIds.has(id))
  return {
    type: 'struct',
    'schema-id': 0,
    fields: seen.fields.map((field) => bare(field, seen.masked.has(field.id))),
    ...(whole ? { 'identifier-field-ids': identifiers } : {}),
  }
}

/**
 * Earlier schemas, for reads of earlier snapshots: with the columns and names of their time, as far
 * as these are open, and with the types of now, which the files have.
 */
function openSchemas(metadata: TableMetadata, now: Schema): Map<number, Schema> {
  const open = new Map(now.fields.map((field) => [field.id, field]))
  const distinct: Schema[] = [now]
  const schemas = new Map<number, Schema>()
  for (const { 'schema-id': id, fields } of metadata.schemas) {
    const then = fields.flatMap(({ id: fieldId, name, required }) => {
      const field = open.get(fieldId)
      return field ? [{ ...field, name, required: required && field.required }] : []
    })
    const text = canonical(then)
    const known =
      then.length === 0 ? now : distinct.find((schema) => canonical(schema.fields) === text)
    const schema = known ?? { type: 'struct', 'schema-id': distinct.length, fields: then }
    if (!known) distinct.push(schema)
    schemas.set(id, schema)
  }
  return schemas
}

/** A list of what may be said, not of what may not: notes and defaults stay behind. */
function bare({ id, name, required, type }: Field, masked = false): Field {
  return { id, name, required: required && !masked, type: bareType(type) }
}

function bareType(type: IcebergType): IcebergType {
  if (typeof type === 'string') return type
  if (type.type === 'struct')
    return { type: 'struct', fields: type.fields.map((field) => bare(field)) }
  if (type.type === 'list') return { ...type, element: bareType(type.element) }
  return { ...type, key: bareType(type.key), value: bareType(type.value) }
}

/** Each spec keeps the fields whose source is open; then it still helps readers to skip files. */
function openSpecs(metadata: TableMetadata, openIds: ReadonlySet<number>) {
  const distinct: PartitionSpec[] = []
  const specs = new Map<number, PartitionSpec>()
  for (const { 'spec-id': id, fields } of metadata['partition-specs']) {
    const open = fields.filter((field) => openField(field, openIds))
    const text = canonical(open)
    const known = distinct.find((spec) => canonical(spec.fields) === text)
    const spec = known ?? { 'spec-id': distinct.length, fields: open }
    if (!known) distinct.push(spec)
    specs.set(id, spec)
  }
  const current = specs.get(defaultSpec(metadata)['spec-id']) as PartitionSpec
  return { specs, defaultSpecId: current['spec-id'] }
}

function openField(field: PartitionField, openIds: ReadonlySet<number>): boolean {
  return parseTransform(field.transform).name !== 'void' && openIds.has(field['source-id'])
}

/** Sources of everything that the base was ever divided or sorted by. */
function dividers(metadata: TableMetadata): number[] {
  const parts = [...metadata['partition-specs'], ...metadata['sort-orders']]
  return parts
    .flatMap(({ fields }): { 'source-id': number; transform: string }[] => fields)
    .filter(({ transform }) => transform !== 'void')
    .map((field) => field['source-id'])
}

/** Base files that become one file of the projection. */
export interface Group {
  spec: PartitionSpec
  entries: readonly ManifestEntry[]
}

/**
 * One group per file; or, where files would show what is hidden, one per commit and visible
 * partition.
 */
export function groupEntries(
  plan: Plan,
  metadata: TableMetadata,
  entries: readonly ManifestEntry[],
): Group[] {
  const groups = new Map<string, { spec: PartitionSpec; entries: ManifestEntry[] }>()
  for (const entry of entries) {
    const spec = specOf(plan, entry)
    const { file } = entry
    const partition = spec.fields.map((field) => textOf(file.partition.get(field['field-id'])))
    const together = [spec['spec-id'], commitOf(metadata, entry), partition]
    const key = plan.mixes ? canonical(together) : file.location
    const group = groups.get(key) ?? { spec, entries: [] }
    group.entries.push(entry)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** JSON has no NaN; it would look like null. */
function textOf(value: Value | null | undefined) {
  return typeof value === 'number' ? String(value) : (value ?? null)
}

function specOf({ specs }: Plan, { file }: ManifestEntry): PartitionSpec {
  const spec = specs.get(file.specId)
  if (!spec) throw notSupported({ what: 'a file of an unknown partition spec' })
  return spec
}

/**
 * Names all that the files of a projection depend on beside their base files. Names of columns are
 * not among it, for engines go by field id; names inside of structs are, as DuckDB goes by them.
 */
export function shapeOf(plan: Plan, metadata: TableMetadata): unknown {
  const { policy, base } = plan
  const part = ({ id, type, ...field }: Field) => [id, type, field['initial-default'] ?? null]
  const fields = base.fields.filter(({ id }) => policy.columns.includes(id))
  return [
    fields.map(part),
    asked(base, policy).map(part),
    policy,
    plan.mixes,
    metadata.properties['schema.name-mapping.default'] ?? null,
  ]
}
