import type { Governed } from './governed.ts'
import type { Grant, GrantResource } from './grant.ts'
import { type Groups, regrouped, type Turn } from './groups.ts'
import { LayeredMap } from './layered-map.ts'
import { letsThrough, type Sieve, sieveOf } from './sieve.ts'
import { keyOf, tagPair, type World } from './world.ts'

/** The grants of one principal in one account's store, by what they are on. */
export interface GrantIndex extends GrantPlaces {
  /** Of what `grantsNear` looks up; absent where it holds too much to be made at each change. */
  sieve?: Sieve
}

interface GrantPlaces {
  /** Named table, columns and filters. */
  byTable: Groups<Grant>
  allTables: Groups<Grant>
  byDatabase: Groups<Grant>
  /** Every grant on something inside the database that shows the database itself. */
  insideDatabase: Groups<Grant>
  /** By the account whose tags they name. */
  tablePolicies: Groups<Grant>
  /** The same by a tag without which they match nothing. */
  policiesByTag: Groups<Grant>
  databasePolicies: Groups<Grant>
  /** On catalogs, locations, tags, expressions and policies on rows, by the kind. */
  others: Groups<Grant>
}

type Place = (grant: Grant) => readonly string[]

/** Where each is by itself; `policiesByTag` goes by the saved expressions too. */
const PLACES: { [Name in Exclude<keyof GrantPlaces, 'policiesByTag'>]: Place } = {
  byTable: ({ resource }) => ('tableId' in resource ? [resource.tableId] : []),
  allTables: ({ resource }) => (resource.kind === 'all-tables' ? [resource.databaseId] : []),
  byDatabase: ({ resource }) => (resource.kind === 'database' ? [resource.databaseId] : []),
  insideDatabase: ({ resource }) =>
    'databaseId' in resource && resource.kind !== 'database' ? [resource.databaseId] : [],
  tablePolicies: (grant) => (grant.resource.kind === 'table-policy' ? [grant.catalogId] : []),
  databasePolicies: (grant) => (grant.resource.kind === 'database-policy' ? [grant.catalogId] : []),
  others: ({ resource: { kind } }) => (OTHERS.includes(kind) ? [kind] : []),
}

const OTHERS: readonly string[] = ['catalog', 'location', 'tag', 'expression', 'row-policy']

type Expressions = World['expressions']

/** Any match has a value of each key, so also of the key with the fewest. */
function tagsOf({ resource, catalogId }: Grant, saved: Expressions): readonly string[] {
  if (resource.kind !== 'table-policy') return []
  const expression =
    'expression' in resource
      ? resource.expression
      : saved.get(keyOf.expression(catalogId, resource.expressionName))?.expression
  const [rarest] = [...(expression ?? [])].sort((a, b) => a.values.length - b.values.length)
  return rarest ? rarest.values.map((value) => tagPair(rarest.key, value)) : []
}

const EMPTY: GrantIndex = {
  byTable: new Map(),
  allTables: new Map(),
  byDatabase: new Map(),
  insideDatabase: new Map(),
  tablePolicies: new Map(),
  policiesByTag: new Map(),
  databasePolicies: new Map(),
  others: new Map(),
}

export type GrantIndexes = ReadonlyMap<string, GrantIndex>

/** The name of a store and a principal, under which their index is kept. */
export function storeKey(accountId: string, principal: string): string {
  return `${accountId}|${principal}`
}

/** Saved expressions before and after: grants that name one that changed must be among `turns`. */
export interface SavedTurn {
  before: Expressions
  after: Expressions
}

export function reindexed(
  indexes: GrantIndexes,
  turns: readonly Turn<Grant>[],
  saved: SavedTurn,
): GrantIndexes {
  if (turns.length === 0) return indexes
  const byStore = Map.groupBy(turns.flatMap(withinStore), ({ old, row }) => storeOf((old ?? row)!))
  return LayeredMap.over(indexes).with(
    [...byStore].map(([store, own]) => [store, indexOf(indexes.get(store) ?? EMPTY, own, saved)]),
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

function indexOf(
  index: GrantIndex,
  turns: readonly Turn<Grant>[],
  saved: SavedTurn,
): GrantIndex | undefined {
  const places = Object.keys(PLACES) as (keyof typeof PLACES)[]
  const fixed = places.map((place) => [place, regrouped(index[place], turns, PLACES[place])])
  const policiesByTag = regrouped(
    index.policiesByTag,
    turns,
    (grant) => tagsOf(grant, saved.after),
    (grant) => tagsOf(grant, saved.before),
  )
  const next = { ...Object.fromEntries(fixed), policiesByTag } as GrantPlaces
  if (places.every((place) => next[place].size === 0)) return undefined
  const { byTable, allTables } = next
  const size = byTable.size + allTables.size + policiesByTag.size
  if (size > SIEVED_MAX) return next
  return {
    ...next,
    sieve: sieveOf([byTable, allTables, policiesByTag].flatMap((one) => [...one.keys()])),
  }
}

const SIEVED_MAX = 1000

const NONE: readonly Grant[] = []

/** Those that may give something on the table; none that would is missing. */
export function grantsNear(index: GrantIndex, on: Governed): readonly Grant[] {
  if (index.sieve && !letsThrough(index.sieve, on.marks)) return NONE
  const { table, pairs } = on
  const near: Grant[] = []
  add(near, index.byTable.get(table.id))
  add(near, index.allTables.get(table.databaseId))
  for (const pair of pairs) add(near, index.policiesByTag.get(pair))
  return near
}

function add(near: Grant[], group: ReadonlyMap<string, Grant> | undefined): void {
  if (group !== undefined) for (const grant of group.values()) near.push(grant)
}

/** Those that a person looks for who asks why: on the table, and all that go by tags. */
export function grantsToWeigh(
  index: GrantIndex | undefined,
  { table, ownerId }: Governed,
): readonly Grant[] {
  if (index === undefined) return NONE
  const { byTable, allTables, tablePolicies } = index
  const groups = [
    byTable.get(table.id),
    allTables.get(table.databaseId),
    tablePolicies.get(ownerId),
  ]
  return groups.flatMap((group) => [...(group?.values() ?? NONE)])
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
  kind: 'catalog' | 'location' | 'tag' | 'expression' | 'row-policy',
): readonly Grant[] {
  return [...(index?.others.get(kind)?.values() ?? NONE)]
}
