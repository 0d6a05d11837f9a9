import { active, type Grant, IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import type { Access } from './table-access.ts'
import { type TagGroup, tagGroups } from './tag-inheritance.ts'
import {
  type Assignment,
  type Change,
  defaultSettings,
  type Settings,
  type World,
  withChanges,
} from './world.ts'

/** The grants of one principal in one account's store, by what they are on. */
export interface GrantIndex {
  /** Named table, columns and filters. */
  byTable: ReadonlyMap<string, readonly Grant[]>
  allTables: ReadonlyMap<string, readonly Grant[]>
  byDatabase: ReadonlyMap<string, readonly Grant[]>
  /** Every grant on something inside the database that shows the database itself. */
  insideDatabase: ReadonlyMap<string, readonly Grant[]>
  /** By the account whose tags they name. */
  tablePolicies: ReadonlyMap<string, readonly Grant[]>
  databasePolicies: ReadonlyMap<string, readonly Grant[]>
  /** Catalog, locations, tags, expressions. */
  others: readonly Grant[]
  all: readonly Grant[]
}

/** One version of the world with its indexes: immutable but for what it remembers of itself. */
export interface Snapshot {
  version: number
  world: World
  grants: ReadonlyMap<string, GrantIndex>
  assignments: ReadonlyMap<string, readonly Assignment[]>
  tablesOf: ReadonlyMap<string, readonly string[]>
  databaseIds: ReadonlyMap<string, string>
  tableIds: ReadonlyMap<string, string>
  /** Instants at which a grant begins or ends: decisions hold between two of them. */
  turns: readonly number[]
  memory: Memory
}

interface Memory {
  from: number
  until: number
  byPrincipal: Map<string, Map<string, Access>>
  /** Decisions kept; at the limit all are forgotten, so that memory stays bounded. */
  kept: number
  groups: Map<string, readonly TagGroup[]>
}

export function createSnapshot(world: World, version: number): Snapshot {
  const grants = [...world.grants.values()]
  const databases = [...world.databases.values()]
  const tables = [...world.tables.values()]
  return {
    version,
    world,
    grants: indexGrants(grants),
    assignments: grouped([...world.assignments.values()], targetKey),
    tablesOf: new Map(
      [...grouped(tables, (table) => table.databaseId)].map(([id, of]) => [
        id,
        of.map((table) => table.id),
      ]),
    ),
    databaseIds: new Map(databases.map(({ accountId, name, id }) => [`${accountId}|${name}`, id])),
    tableIds: new Map(tables.map(({ databaseId, name, id }) => [`${databaseId}|${name}`, id])),
    turns: turnsOf(grants),
    memory: { from: 0, until: -1, byPrincipal: new Map(), kept: 0, groups: new Map() },
  }
}

/** The snapshot after `changes`, one version on; also what a dry run looks at. */
export function next(before: Snapshot, changes: readonly Change[]): Snapshot {
  return createSnapshot(withChanges(before.world, changes), before.version + 1)
}

/** What the snapshot has decided before for `principal`, as long as no grant began or ended. */
export function remembered(snapshot: Snapshot, principal: string, at: number): Map<string, Access> {
  const { memory, turns } = snapshot
  if (at < memory.from || at >= memory.until) {
    memory.from = turns.findLast((turn) => turn <= at) ?? Number.NEGATIVE_INFINITY
    memory.until = turns.find((turn) => turn > at) ?? Number.POSITIVE_INFINITY
    forget(memory)
  }
  let known = memory.byPrincipal.get(principal)
  if (known === undefined) {
    known = new Map()
    memory.byPrincipal.set(principal, known)
  }
  return known
}

const KEPT_MAX = 500_000

/** Keeps a decision for the same question. */
export function remember(
  { memory }: Snapshot,
  known: Map<string, Access>,
  tableId: string,
  access: Access,
): void {
  if (memory.kept >= KEPT_MAX) forget(memory)
  memory.kept += 1
  known.set(tableId, access)
}

function forget(memory: Memory): void {
  memory.byPrincipal.clear()
  memory.kept = 0
}

export function groupsOf(snapshot: Snapshot, tableId: string): readonly TagGroup[] {
  const known = snapshot.memory.groups.get(tableId)
  if (known !== undefined) return known
  const table = snapshot.world.tables.get(tableId)
  const groups = table === undefined ? [] : tagGroups(snapshot.assignments, table)
  snapshot.memory.groups.set(tableId, groups)
  return groups
}

export function grantsOf(
  snapshot: Snapshot,
  accountId: string,
  principal: string,
): GrantIndex | undefined {
  return snapshot.grants.get(`${accountId}|${principal}`)
}

export function settingsOf(snapshot: Snapshot, accountId: Settings['accountId']): Settings {
  return snapshot.world.settings.get(accountId) ?? defaultSettings(accountId)
}

export function targetKey(of: Pick<Assignment, 'databaseId' | 'tableId' | 'columnId'>): string {
  if (of.tableId === undefined) return of.databaseId
  return of.columnId === undefined ? of.tableId : `${of.tableId}|${of.columnId}`
}

function indexGrants(grants: readonly Grant[]): Map<string, GrantIndex> {
  const byPrincipal = grouped(grants, (grant) => `${grant.accountId}|${grant.principal}`)
  return new Map([...byPrincipal].map(([key, own]) => [key, indexOfOne(own)]))
}

function indexOfOne(all: readonly Grant[]): GrantIndex {
  const of = (...kinds: string[]) => all.filter(({ resource }) => kinds.includes(resource.kind))
  const inside = of('table', 'columns', 'filter', 'all-tables')
  return {
    byTable: grouped(of('table', 'columns', 'filter'), tableOf),
    allTables: grouped(of('all-tables'), databaseOf),
    byDatabase: grouped(of('database'), databaseOf),
    insideDatabase: grouped(inside, databaseOf),
    tablePolicies: grouped(of('table-policy'), (grant) => grant.catalogId),
    databasePolicies: grouped(of('database-policy'), (grant) => grant.catalogId),
    others: of('catalog', 'location', 'tag', 'expression'),
    all,
  }
}

function tableOf({ resource }: Grant): string {
  return 'tableId' in resource ? resource.tableId : ''
}

function databaseOf({ resource }: Grant): string {
  return 'databaseId' in resource ? resource.databaseId : ''
}

function turnsOf(grants: readonly Grant[]): number[] {
  const turns = grants.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
  const instants = turns.flatMap((turn) => (turn === undefined ? [] : [turn.getTime()]))
  return [...new Set(instants)].sort((a, b) => a - b)
}

export function grouped<One>(
  rows: readonly One[],
  keyOf: (row: One) => string,
): Map<string, One[]> {
  const groups = new Map<string, One[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

/** Lake Formation is off for the database or table: IAM_ALLOWED_PRINCIPALS holds ALL on it. */
export function openToIam(
  snapshot: Snapshot,
  accountId: string,
  on: { databaseId: string; tableId?: string; at: number },
): boolean {
  const index = grantsOf(snapshot, accountId, IAM_ALLOWED_PRINCIPALS)
  if (index === undefined) return false
  const rows =
    on.tableId === undefined
      ? (index.byDatabase.get(on.databaseId) ?? [])
      : [...(index.byTable.get(on.tableId) ?? []), ...(index.allTables.get(on.databaseId) ?? [])]
  return rows.some(
    (grant) =>
      !['columns', 'filter'].includes(grant.resource.kind) &&
      grant.permissions.includes('ALL') &&
      active(grant, on.at),
  )
}
