import type { AccountId } from '../../identity/index.ts'
import { invalidInput, notFound } from '../errors.ts'
import { type ColumnNamed, columnListed, columnNamed, columnsNamed } from './column-names.ts'
import { canonicalExpression, type Expression, type GrantResource } from './grant.ts'
import { normalLocation, plainLocation } from './location.ts'
import type { GovernedTable } from './register.ts'
import type { Snapshot } from './snapshot.ts'
import { foldTag } from './tag-expression.ts'
import { keyOf } from './world.ts'

/** A resource as people name it, within one account's catalog. */
export type ResourceName =
  | { kind: 'catalog' }
  | { kind: 'database'; database: string }
  | { kind: 'table'; database: string; table: string }
  | { kind: 'all-tables'; database: string }
  | { kind: 'columns'; database: string; table: string; include: readonly string[] }
  | { kind: 'columns'; database: string; table: string; exclude: readonly string[] }
  | { kind: 'filter'; database: string; table: string; filter: string }
  | { kind: 'location'; location: string }
  | { kind: 'tag'; key: string; values: readonly string[] }
  | { kind: 'database-policy' | 'table-policy'; expression: Expression }
  | { kind: 'database-policy' | 'table-policy'; expressionName: string }
  | { kind: 'expression'; name: string }
  | { kind: 'row-policy'; name: string }

/**
 * Names become ids. What is missing is told by all that was asked, as what is hidden is: which part
 * of it is there is nobody's to learn.
 *
 * @throws governance.not-found, governance.invalid-input
 */
export function resolve(
  snapshot: Snapshot,
  catalogId: AccountId,
  name: ResourceName,
): GrantResource {
  return resolveBy(columnNamed, { snapshot, catalogId, name })
}

/**
 * As `resolve`, of what rules are on already, named as it is listed: columns and tags among it may
 * be gone.
 */
export function resolveListed(
  snapshot: Snapshot,
  catalogId: AccountId,
  name: ResourceName,
): GrantResource {
  if ('expression' in name)
    return { kind: name.kind, expression: shapedExpression(name.expression) }
  return resolveBy(columnListed, { snapshot, catalogId, name })
}

interface Naming {
  snapshot: Snapshot
  catalogId: AccountId
  name: ResourceName
}

function resolveBy(column: ColumnNamed, naming: Naming): GrantResource {
  try {
    return resourceNamed(column, naming)
  } catch (error) {
    if (!notFound.matches(error)) throw error
    throw notFound({ resource: textOf(naming.name) }, { cause: error })
  }
}

function resourceNamed(column: ColumnNamed, { snapshot, catalogId, name }: Naming): GrantResource {
  switch (name.kind) {
    case 'catalog':
      return { kind: 'catalog' }
    case 'database':
      return { kind: 'database', databaseId: databaseNamed(snapshot, catalogId, name.database) }
    case 'all-tables':
      return { kind: 'all-tables', databaseId: databaseNamed(snapshot, catalogId, name.database) }
    case 'table': {
      const { id: tableId, databaseId } = tableNamed(snapshot, catalogId, name)
      return { kind: 'table', databaseId, tableId }
    }
    case 'columns': {
      const table = tableNamed(snapshot, catalogId, name)
      const on = { kind: 'columns', databaseId: table.databaseId, tableId: table.id } as const
      const choice = columnsNamed(table, name, column)
      // All columns without exception are the table: one row for both ways to say it.
      const whole = 'exclude' in choice && choice.exclude.length === 0
      return whole ? { ...on, kind: 'table' } : { ...on, ...choice }
    }
    case 'filter':
      return filterNamed(snapshot, catalogId, name)
    case 'location':
      return { kind: 'location', location: locationNamed(name.location) }
    case 'tag':
      return tagNamed(snapshot, catalogId, name)
    case 'expression':
      return { kind: 'expression', name: savedNamed(snapshot, catalogId, name.name) }
    case 'row-policy':
      return { kind: 'row-policy', name: rowPolicyNamed(snapshot, catalogId, name.name) }
    default:
      return policyNamed(snapshot, catalogId, name)
  }
}

/** Does it name a resource link, or something in what only is one? */
export function onLink({ world }: Snapshot, resource: GrantResource): boolean {
  if ('tableId' in resource && world.tables.get(resource.tableId)?.link) return true
  return 'databaseId' in resource && world.databases.get(resource.databaseId)?.link === true
}

export function databaseNamed(snapshot: Snapshot, catalogId: AccountId, name: string): string {
  const { databaseIds } = snapshot
  const id =
    databaseIds.get(`${catalogId}|${name}`) ?? databaseIds.get(`${catalogId}|${name.toLowerCase()}`)
  if (id === undefined) throw notFound({ resource: name })
  return id
}

export function tableNamed(
  snapshot: Snapshot,
  catalogId: AccountId,
  name: { database: string; table: string },
): GovernedTable {
  const { tableIds, world, databaseIds } = snapshot
  const databaseId =
    databaseIds.get(`${catalogId}|${name.database}`) ??
    databaseIds.get(`${catalogId}|${name.database.toLowerCase()}`)
  const id =
    tableIds.get(`${databaseId}|${name.table}`) ??
    tableIds.get(`${databaseId}|${name.table.toLowerCase()}`)
  const table = id === undefined ? undefined : world.tables.get(id)
  if (table === undefined) throw notFound({ resource: `${name.database}.${name.table}` })
  return table
}

function filterNamed(
  snapshot: Snapshot,
  catalogId: AccountId,
  name: { database: string; table: string; filter: string },
): GrantResource {
  const table = tableNamed(snapshot, catalogId, name)
  const filters = snapshot.filtersOf.get(table.id)?.values() ?? []
  const filter = [...filters].find((one) => one.name === name.filter)
  if (filter === undefined) throw notFound({ resource: name.filter })
  const { databaseId, id: tableId } = table
  return { kind: 'filter', databaseId, tableId, filterId: filter.id }
}

/** @throws governance.invalid-input for what is not a plain S3 location */
export function locationNamed(raw: string): string {
  const location = normalLocation(raw)
  if (!plainLocation(location))
    throw invalidInput({ reason: `Invalid S3 location "${raw}"`, field: 'location' })
  return location
}

function tagNamed(
  snapshot: Snapshot,
  catalogId: AccountId,
  name: { key: string; values: readonly string[] },
): GrantResource {
  const key = foldTag(name.key)
  const values = [...new Set(name.values.map(foldTag))].sort()
  if (values.length === 0) throw invalidInput({ reason: 'TagValues must not be empty' })
  demandTagValues(snapshot, catalogId, { key, values: values.filter((value) => value !== '*') })
  return { kind: 'tag', key, values: values.includes('*') ? ['*'] : values }
}

function demandTagValues(
  snapshot: Snapshot,
  catalogId: AccountId,
  pair: { key: string; values: readonly string[] },
): void {
  const tag = snapshot.world.tags.get(keyOf.tag(catalogId, pair.key))
  if (tag === undefined) throw notFound({ resource: pair.key })
  const unknown = pair.values.find((value) => !tag.values.includes(value))
  if (unknown !== undefined) throw notFound({ resource: `${pair.key}=${unknown}` })
}

function savedNamed(snapshot: Snapshot, catalogId: AccountId, name: string): string {
  if (!snapshot.world.expressions.has(keyOf.expression(catalogId, name)))
    throw notFound({ resource: name })
  return name
}

function rowPolicyNamed(snapshot: Snapshot, catalogId: AccountId, name: string): string {
  const folded = name.toLowerCase()
  if (!snapshot.world.rowPolicies.has(keyOf.rowPolicy(catalogId, folded)))
    throw notFound({ resource: name })
  return folded
}

function policyNamed(
  snapshot: Snapshot,
  catalogId: AccountId,
  name: Extract<ResourceName, { kind: 'database-policy' | 'table-policy' }>,
): GrantResource {
  if ('expressionName' in name)
    return { ...name, expressionName: savedNamed(snapshot, catalogId, name.expressionName) }
  const expression = foldedExpression(snapshot, catalogId, name.expression)
  return { kind: name.kind, expression }
}

/** Every key once, every value known. @throws governance.invalid-input, governance.not-found */
export function foldedExpression(
  snapshot: Snapshot,
  catalogId: AccountId,
  raw: Expression,
): Expression {
  const folded = shapedExpression(raw)
  for (const pair of folded) demandTagValues(snapshot, catalogId, pair)
  return folded
}

/** Every key once, also those that are gone by now. @throws governance.invalid-input */
export function shapedExpression(raw: Expression): Expression {
  const folded = raw.map(({ key, values }) => ({
    key: foldTag(key),
    values: values.map(foldTag),
  }))
  if (folded.length === 0 || folded.some(({ values }) => values.length === 0))
    throw invalidInput({ reason: 'Expression must have keys, and each key values' })
  if (new Set(folded.map(({ key }) => key)).size < folded.length)
    throw invalidInput({ reason: 'Expression has a key twice' })
  return canonicalExpression(folded)
}

/** A resource in words, for messages, explanations and the audit. */
export function textOf(name: ResourceName): string {
  switch (name.kind) {
    case 'catalog':
      return 'Catalog'
    case 'database':
      return name.database
    case 'table':
      return `${name.database}.${name.table}`
    case 'all-tables':
      return `${name.database}.*`
    case 'columns': {
      const table = `${name.database}.${name.table}`
      if ('include' in name) return `${table} (${name.include.join(', ')})`
      return name.exclude.length === 0 ? table : `${table} (without ${name.exclude.join(', ')})`
    }
    case 'filter':
      return `${name.database}.${name.table} through filter ${name.filter}`
    case 'location':
      return name.location
    case 'tag':
      return `tag ${name.key}=${name.values.join('|')}`
    case 'expression':
      return `expression ${name.name}`
    case 'row-policy':
      return `RLS policy ${name.name}`
    default: {
      const what = name.kind === 'table-policy' ? 'tables' : 'databases'
      if ('expressionName' in name) return `${what} by expression ${name.expressionName}`
      return `${what} where ${expressionText(name.expression)}`
    }
  }
}

export function expressionText(expression: Expression): string {
  return expression.map(({ key, values }) => `${key}=${values.join('|')}`).join(' and ')
}
