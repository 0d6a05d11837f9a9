import { type Governed, governedAfter } from './governed.ts'
import { active, type Grant, IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import { type GrantIndex, type GrantIndexes, reindexed, storeKey } from './grant-index.ts'
import { type Groups, regrouped, renamed, type Turn } from './groups.ts'
import { covers, normalLocation } from './location.ts'
import type { GovernedTable } from './register.ts'
import type { RowAttachment } from './row-policy.ts'
import { attachmentKeys } from './row-rules.ts'
import type { Sieve } from './sieve.ts'
import {
  type Assignment,
  type Change,
  type DataFilter,
  defaultSettings,
  emptyWorld,
  keyOf,
  type Licence,
  type OptIn,
  rowsOf,
  type Settings,
  type Turns,
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
  /** Grants that name a saved expression, by its key. */
  grantsBySaved: Groups<Grant>
  assignments: Groups<Assignment>
  tablesOf: Groups<GovernedTable>
  filtersOf: Groups<DataFilter>
  /** By the table that they are for. */
  licencesOf: Groups<Licence>
  /** By what they are on, and by what they name. */
  attachments: Groups<RowAttachment>
  /** By whom and into what, whatever their condition. */
  optInsTo: Groups<OptIn>
  databaseIds: ReadonlyMap<string, string>
  tableIds: ReadonlyMap<string, string>
  governed: ReadonlyMap<string, Governed>
  memory: Memory
}

/** The ways by which grants reach one principal on whatever one account owns. */
export interface Reach {
  home: boolean
  /** In the owner's store: to the principal, alone or with all people of its account. */
  direct: readonly GrantIndex[]
  /** In the owner's store: to IAM_ALLOWED_PRINCIPALS. */
  everyone: GrantIndex | undefined
  /** In the owner's store: to the principal's account as a whole. */
  share: readonly GrantIndex[]
  /** In the store of the principal's own account, of what was shared with it. */
  local: readonly GrantIndex[]
  /** From abroad: nothing is reached before it has been accepted (D-11). */
  linked: boolean
  /** Data lake admin of its own account, and read-only ones too. */
  admin: boolean
  anyAdmin: boolean
  /** Lets through every table of which anything is reached; absent where one cannot tell. */
  sieve: Sieve | undefined
}

interface Memory {
  /** By the owner and the principal's ARN. */
  reaches: Map<string, Map<string, Reach>>
  /** By location; the same from version to version as long as no table changes. */
  around: Map<string, readonly GovernedTable[]>
}

export const emptySnapshot: Omit<Snapshot, 'memory'> = {
  version: 0,
  world: emptyWorld,
  grants: new Map(),
  grantsOn: new Map(),
  grantsBySaved: new Map(),
  assignments: new Map(),
  tablesOf: new Map(),
  filtersOf: new Map(),
  licencesOf: new Map(),
  attachments: new Map(),
  optInsTo: new Map(),
  databaseIds: new Map(),
  tableIds: new Map(),
  governed: new Map(),
}

export function createSnapshot(world: World, version: number): Snapshot {
  return next(emptySnapshot, rowsOf(world), version)
}

/**
 * The snapshot after `changes`, one version on unless told; also what a dry run looks at. It costs
 * what the changes touch: whatever they leave alone is shared with the one before.
 */
export function next(
  before: Omit<Snapshot, 'memory'> & Partial<Pick<Snapshot, 'memory'>>,
  changes: readonly Change[],
  version = before.version + 1,
): Snapshot {
  const turns = turnsOf(before.world, changes)
  const { grants, tables, databases } = turns
  const world = withTurns(before.world, turns)
  const assignments = regrouped(before.assignments, turns.assignments, targetKeys)
  const licencesOf = regrouped(before.licencesOf, turns.licences, ({ tableId }) => [tableId])
  const attachments = regrouped(before.attachments, turns.rowAttachments, attachmentKeys)
  const tablesOf = regrouped(before.tablesOf, tables, ({ databaseId }) => [databaseId])
  return {
    version,
    world,
    grants: reindexed(before.grants, [...grants, ...meantAnew(before, turns)], {
      before: before.world.expressions,
      after: world.expressions,
    }),
    grantsOn: regrouped(before.grantsOn, grants, objectsOf),
    grantsBySaved: regrouped(before.grantsBySaved, grants, savedKeys),
    assignments,
    tablesOf,
    filtersOf: regrouped(before.filtersOf, turns.filters, ({ tableId }) => [tableId]),
    licencesOf,
    attachments,
    optInsTo: regrouped(before.optInsTo, turns.optIns, optedInKeys),
    databaseIds: renamed(before.databaseIds, databases, (row) => `${row.accountId}|${row.name}`),
    tableIds: renamed(before.tableIds, tables, (row) => `${row.databaseId}|${row.name}`),
    governed: governedAfter(before.governed, turns, {
      ...{ world, assignments, tablesOf, licencesOf, attachments },
    }),
    memory: {
      reaches: new Map(),
      around: (tables.length === 0 && before.memory?.around) || new Map(),
    },
  }
}

function objectsOf({ resource }: Grant): string[] {
  if (!('databaseId' in resource)) return []
  return 'tableId' in resource ? [resource.databaseId, resource.tableId] : [resource.databaseId]
}

/** Grants that stay as they are, and of which the expression that they name does not. */
function meantAnew(before: Omit<Snapshot, 'memory'>, turns: Turns): Turn<Grant>[] {
  const changed = new Set(turns.grants.map(({ key }) => key))
  return turns.expressions
    .flatMap(({ key }) => [...(before.grantsBySaved.get(key) ?? [])])
    .filter(([key]) => !changed.has(key))
    .map(([key, grant]) => ({ key, old: grant, row: grant }))
}

function savedKeys({ resource, catalogId }: Grant): string[] {
  return 'expressionName' in resource ? [keyOf.expression(catalogId, resource.expressionName)] : []
}

function optedInKeys({ condition: _, ...row }: OptIn): string[] {
  return [keyOf.optIn(row)]
}

function targetKeys(row: Assignment): string[] {
  return [targetKey(row)]
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
/** Tables that lie at `location`, above it or below it; looked for once as long as none changes. */
export function tablesAround(
  { world, memory }: Snapshot,
  location: string,
): readonly GovernedTable[] {
  const known = memory.around.get(location)
  const found = known ?? [...world.tables.values()].filter(liesAround(location))
  memory.around.set(location, found)
  return found
}

function liesAround(location: string) {
  return ({ location: raw }: GovernedTable): boolean => {
    if (raw === undefined) return false
    const place = normalLocation(raw)
    return covers(place, location) || covers(location, place)
  }
}

export function openToIam(
  snapshot: Snapshot,
  accountId: string,
  on: { databaseId: string; tableId?: string; at: number },
): boolean {
  const index = grantsOf(snapshot, accountId, IAM_ALLOWED_PRINCIPALS)
  if (index === undefined) return false
  if (on.tableId === undefined) return opens(index.byDatabase.get(on.databaseId), on.at)
  return opensTable(index, { id: on.tableId, databaseId: on.databaseId }, on.at)
}

export function opensTable(
  { byTable, allTables }: GrantIndex,
  table: Pick<GovernedTable, 'id' | 'databaseId'>,
  at: number,
): boolean {
  return opens(byTable.get(table.id), at) || opens(allTables.get(table.databaseId), at)
}

function opens(grants: ReadonlyMap<string, Grant> | undefined, at: number): boolean {
  for (const grant of grants?.values() ?? []) if (opensAll(grant) && active(grant, at)) return true
  return false
}

function opensAll({ resource, permissions, condition }: Grant): boolean {
  const part = resource.kind === 'columns' || resource.kind === 'filter'
  return !part && condition === undefined && permissions.includes('ALL')
}
