import { active, type Grant, IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import { type GrantIndex, type GrantIndexes, reindexed, storeKey } from './grant-index.ts'
import { type Groups, regrouped, renamed, type Turn } from './groups.ts'
import { LayeredMap } from './layered-map.ts'
import type { GovernedTable } from './register.ts'
import type { Access } from './table-access.ts'
import { type TagGroup, tagGroups } from './tag-inheritance.ts'
import {
  type Assignment,
  type Change,
  type DataFilter,
  defaultSettings,
  emptyWorld,
  rowsOf,
  type Settings,
  turnsOf,
  type World,
  withTurns,
} from './world.ts'

/** One version of the world with its indexes: immutable but for what it remembers of itself. */
export interface Snapshot {
  version: number
  world: World
  grants: GrantIndexes
  /** Grants of all principals on a database or a table, and on what is inside, by its id. */
  grantsOn: Groups<Grant>
  assignments: Groups<Assignment>
  tablesOf: Groups<GovernedTable>
  filtersOf: Groups<DataFilter>
  databaseIds: ReadonlyMap<string, string>
  tableIds: ReadonlyMap<string, string>
  /** Grants that begin or end: decisions hold between two such instants. */
  timed: ReadonlyMap<string, Grant>
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

export const emptySnapshot: Omit<Snapshot, 'memory'> = {
  version: 0,
  world: emptyWorld,
  grants: new Map(),
  grantsOn: new Map(),
  assignments: new Map(),
  tablesOf: new Map(),
  filtersOf: new Map(),
  databaseIds: new Map(),
  tableIds: new Map(),
  timed: new Map(),
}

export function createSnapshot(world: World, version: number): Snapshot {
  return next(emptySnapshot, rowsOf(world), version)
}

/**
 * The snapshot after `changes`, one version on unless told; also what a dry run looks at. It costs
 * what the changes touch: whatever they leave alone is shared with the one before.
 */
export function next(
  before: Omit<Snapshot, 'memory'>,
  changes: readonly Change[],
  version = before.version + 1,
): Snapshot {
  const turns = turnsOf(before.world, changes)
  const { grants, tables, databases } = turns
  return {
    version,
    world: withTurns(before.world, turns),
    grants: reindexed(before.grants, grants),
    grantsOn: regrouped(regrouped(before.grantsOn, grants, databaseOf), grants, tableOf),
    assignments: regrouped(before.assignments, turns.assignments, targetKey),
    tablesOf: regrouped(before.tablesOf, tables, ({ databaseId }) => databaseId),
    filtersOf: regrouped(before.filtersOf, turns.filters, ({ tableId }) => tableId),
    databaseIds: renamed(before.databaseIds, databases, (row) => `${row.accountId}|${row.name}`),
    tableIds: renamed(before.tableIds, tables, (row) => `${row.databaseId}|${row.name}`),
    timed: timedAfter(before.timed, grants),
    memory: { from: 0, until: -1, byPrincipal: new Map(), kept: 0, groups: new Map() },
  }
}

function databaseOf({ resource }: Grant): string | undefined {
  return 'databaseId' in resource ? resource.databaseId : undefined
}

function tableOf({ resource }: Grant): string | undefined {
  return 'tableId' in resource ? resource.tableId : undefined
}

function timedAfter(
  timed: ReadonlyMap<string, Grant>,
  turns: readonly Turn<Grant>[],
): ReadonlyMap<string, Grant> {
  const changed = turns.filter(({ old, row }) => isTimed(old) || isTimed(row))
  if (changed.length === 0) return timed
  return LayeredMap.over(timed).with(
    changed.map(({ key, row }) => [key, isTimed(row) ? row : undefined]),
  )
}

function isTimed(grant: Grant | undefined): boolean {
  return grant?.startsAt !== undefined || grant?.endsAt !== undefined
}

/** What the snapshot has decided before for `principal`, as long as no grant began or ended. */
export function remembered(snapshot: Snapshot, principal: string, at: number): Map<string, Access> {
  const { memory } = snapshot
  if (at < memory.from || at >= memory.until) {
    Object.assign(memory, spanAround(snapshot.timed, at))
    forget(memory)
  }
  let known = memory.byPrincipal.get(principal)
  if (known === undefined) {
    known = new Map()
    memory.byPrincipal.set(principal, known)
  }
  return known
}

/** From the last instant before `at` at which a grant begins or ends to the first after it. */
function spanAround(timed: ReadonlyMap<string, Grant>, at: number): Pick<Memory, 'from' | 'until'> {
  const span = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
  for (const { startsAt, endsAt } of timed.values())
    for (const instant of [startsAt?.getTime(), endsAt?.getTime()]) {
      if (instant === undefined) continue
      if (instant <= at) span.from = Math.max(span.from, instant)
      else span.until = Math.min(span.until, instant)
    }
  return span
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
  return snapshot.grants.get(storeKey(accountId, principal))
}

export function settingsOf(snapshot: Snapshot, accountId: Settings['accountId']): Settings {
  return snapshot.world.settings.get(accountId) ?? defaultSettings(accountId)
}

export function targetKey(of: Pick<Assignment, 'databaseId' | 'tableId' | 'columnId'>): string {
  if (of.tableId === undefined) return of.databaseId
  return of.columnId === undefined ? of.tableId : `${of.tableId}|${of.columnId}`
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
      ? [index.byDatabase.get(on.databaseId)]
      : [index.byTable.get(on.tableId), index.allTables.get(on.databaseId)]
  return rows.some((some) => some && [...some.values()].some((grant) => opens(grant, on.at)))
}

function opens(grant: Grant, at: number): boolean {
  const part = grant.resource.kind === 'columns' || grant.resource.kind === 'filter'
  return !part && grant.permissions.includes('ALL') && active(grant, at)
}
