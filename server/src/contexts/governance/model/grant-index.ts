import type { Grant, GrantResource } from './grant.ts'
import { type Groups, regrouped, type Turn } from './groups.ts'
import { LayeredMap } from './layered-map.ts'
import type { GovernedTable } from './register.ts'

/** The grants of one principal in one account's store, by what they are on. */
export interface GrantIndex {
  /** Named table, columns and filters. */
  byTable: Groups<Grant>
  allTables: Groups<Grant>
  byDatabase: Groups<Grant>
  /** Every grant on something inside the database that shows the database itself. */
  insideDatabase: Groups<Grant>
  /** By the account whose tags they name. */
  tablePolicies: Groups<Grant>
  databasePolicies: Groups<Grant>
  /** On catalogs, locations, tags and expressions, by the kind. */
  others: Groups<Grant>
}

const PLACES: { [Place in keyof GrantIndex]: (grant: Grant) => string | undefined } = {
  byTable: ({ resource }) => ('tableId' in resource ? resource.tableId : undefined),
  allTables: ({ resource }) => (resource.kind === 'all-tables' ? resource.databaseId : undefined),
  byDatabase: ({ resource }) => (resource.kind === 'database' ? resource.databaseId : undefined),
  insideDatabase: ({ resource }) =>
    'databaseId' in resource && resource.kind !== 'database' ? resource.databaseId : undefined,
  tablePolicies: (grant) => (grant.resource.kind === 'table-policy' ? grant.catalogId : undefined),
  databasePolicies: (grant) =>
    grant.resource.kind === 'database-policy' ? grant.catalogId : undefined,
  others: ({ resource: { kind } }) =>
    ['catalog', 'location', 'tag', 'expression'].includes(kind) ? kind : undefined,
}

const EMPTY: GrantIndex = {
  byTable: new Map(),
  allTables: new Map(),
  byDatabase: new Map(),
  insideDatabase: new Map(),
  tablePolicies: new Map(),
  databasePolicies: new Map(),
  others: new Map(),
}

export type GrantIndexes = ReadonlyMap<string, GrantIndex>

/** The name of a store and a principal, under which their index is kept. */
export function storeKey(accountId: string, principal: string): string {
  return `${accountId}|${principal}`
}

export function reindexed(indexes: GrantIndexes, turns: readonly Turn<Grant>[]): GrantIndexes {
  if (turns.length === 0) return indexes
  const byStore = Map.groupBy(turns.flatMap(withinStore), ({ old, row }) => storeOf((old ?? row)!))
  return LayeredMap.over(indexes).with(
    [...byStore].map(([store, own]) => [store, indexOf(indexes.get(store) ?? EMPTY, own)]),
  )
}

/** A grant that changes its store is taken from one and put into the other. */
function withinStore(turn: Turn<Grant>): Turn<Grant>[] {
  const { key, old, row } = turn
  if (!old || !row || storeOf(old) === storeOf(row)) return [turn]
  return [
    { key, old, row: undefined },
    { key, old: undefined, row },
  ]
}

function storeOf({ accountId, principal }: Grant): string {
  return storeKey(accountId, principal)
}

function indexOf(index: GrantIndex, turns: readonly Turn<Grant>[]): GrantIndex | undefined {
  const next: GrantIndex = { ...index }
  for (const place of Object.keys(PLACES) as (keyof GrantIndex)[])
    next[place] = regrouped(index[place], turns, PLACES[place])
  return Object.values(next).every((groups) => groups.size === 0) ? undefined : next
}

const NONE: readonly Grant[] = []

/** Those of a principal's grants that may concern the table, with others of its tags' account. */
export function grantsNear(
  index: GrantIndex | undefined,
  table: Pick<GovernedTable, 'id' | 'databaseId'>,
  ownerId: string,
): readonly Grant[] {
  if (index === undefined) return NONE
  return [
    ...(index.byTable.get(table.id)?.values() ?? NONE),
    ...(index.allTables.get(table.databaseId)?.values() ?? NONE),
    ...(index.tablePolicies.get(ownerId)?.values() ?? NONE),
  ]
}

/** Those of a principal's grants that are on the same thing as `resource`, or on its like. */
export function grantsLike(
  index: GrantIndex | undefined,
  { resource, catalogId }: Pick<Grant, 'resource' | 'catalogId'>,
): readonly Grant[] {
  return index === undefined ? NONE : [...(groupLike(index, resource, catalogId)?.values() ?? NONE)]
}

function groupLike(index: GrantIndex, resource: GrantResource, catalogId: string) {
  if ('tableId' in resource) return index.byTable.get(resource.tableId)
  switch (resource.kind) {
    case 'database':
      return index.byDatabase.get(resource.databaseId)
    case 'all-tables':
      return index.allTables.get(resource.databaseId)
    case 'table-policy':
      return index.tablePolicies.get(catalogId)
    case 'database-policy':
      return index.databasePolicies.get(catalogId)
    default:
      return index.others.get(resource.kind)
  }
}

export function grantsOfKind(
  index: GrantIndex | undefined,
  kind: 'catalog' | 'location' | 'tag' | 'expression',
): readonly Grant[] {
  return [...(index?.others.get(kind)?.values() ?? NONE)]
}
