import { isDeepStrictEqual } from 'node:util'
import type { AccountId } from '../../identity/index.ts'
import { CREATOR_SOURCE } from './decisions.ts'
import { type Grant, type GrantResource, IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import type { GovernedDatabase, GovernedTable } from './register.ts'
import { type Snapshot, settingsOf } from './snapshot.ts'
import type { Change } from './world.ts'

/** A new database brings its creator’s grant (D-2) and the account’s default for new databases. */
export function registeredDatabase(
  snapshot: Snapshot,
  database: GovernedDatabase,
  now: Date,
): Change[] {
  const known = snapshot.world.databases.get(database.id)
  if (isDeepStrictEqual(known, database)) return []
  const row: Change = { of: 'databases', key: database.id, row: database }
  if (known !== undefined) return [row]
  const resource: GrantResource = { kind: 'database', databaseId: database.id }
  const open = settingsOf(snapshot, database.accountId).openDatabases
  return [row, ...firstGrants({ ...database, ownerId: database.accountId, resource, open, now })]
}

export function registeredTable(snapshot: Snapshot, table: GovernedTable, now: Date): Change[] {
  const known = snapshot.world.tables.get(table.id)
  if (isDeepStrictEqual(known, table)) return []
  const row: Change = { of: 'tables', key: table.id, row: table }
  const ownerId = snapshot.world.databases.get(table.databaseId)?.accountId
  if (known !== undefined || ownerId === undefined)
    return known === undefined ? [row] : [row, ...tagsOfGoneColumns(snapshot, table)]
  const { databaseId, id: tableId } = table
  const resource: GrantResource = { kind: 'table', databaseId, tableId }
  const open = settingsOf(snapshot, ownerId).openTables
  return [row, ...firstGrants({ ...table, ownerId, resource, open, now })]
}

/** A column id never returns, so its tags go with it. */
function tagsOfGoneColumns(snapshot: Snapshot, table: GovernedTable): Change[] {
  const existing = new Set(table.columns.map((column) => column.id))
  return [...snapshot.world.assignments]
    .filter(([, { tableId }]) => tableId === table.id)
    .filter(([, { columnId }]) => columnId !== undefined && !existing.has(columnId))
    .map(([key]) => ({ of: 'assignments', key, row: undefined }))
}

function firstGrants(of: {
  id: string
  ownerId: AccountId
  creatorArn: string
  resource: GrantResource
  open: boolean
  now: Date
}): Change[] {
  const creator = firstGrant(of, of.creatorArn, CREATOR_SOURCE)
  return of.open ? [creator, firstGrant(of, IAM_ALLOWED_PRINCIPALS, 'default')] : [creator]
}

function firstGrant(
  of: Parameters<typeof firstGrants>[0],
  principal: string,
  source: 'creator' | 'default',
): Change {
  const row: Grant = {
    id: `grant-${source}-${of.id}`,
    accountId: of.ownerId,
    catalogId: of.ownerId,
    principal,
    resource: of.resource,
    permissions: ['ALL'],
    grantable: source === 'creator' ? ['ALL'] : [],
    source,
    grantedBy: of.creatorArn,
    grantedAt: of.now,
  }
  return { of: 'grants', key: row.id, row }
}

export function droppedTable(snapshot: Snapshot, tableId: string): Change[] {
  const { world } = snapshot
  if (!world.tables.has(tableId)) return []
  const inTable = (row: object) => 'tableId' in row && row.tableId === tableId
  return [
    ...removed('grants', world.grants, (grant) => inTable(grant.resource)),
    ...removed('assignments', world.assignments, inTable),
    ...removed('filters', world.filters, inTable),
    ...removed('optIns', world.optIns, inTable),
    { of: 'tables', key: tableId, row: undefined },
  ]
}

export function droppedDatabase(snapshot: Snapshot, databaseId: string): Change[] {
  const { world } = snapshot
  if (!world.databases.has(databaseId)) return []
  const inDatabase = (row: object) => 'databaseId' in row && row.databaseId === databaseId
  return [
    ...(snapshot.tablesOf.get(databaseId) ?? []).flatMap((id) => droppedTable(snapshot, id)),
    ...removed('grants', world.grants, (grant) => inDatabase(grant.resource)),
    ...removed('assignments', world.assignments, inDatabase),
    ...removed('optIns', world.optIns, inDatabase),
    { of: 'databases', key: databaseId, row: undefined },
  ]
}

function removed<Row>(
  of: 'grants' | 'assignments' | 'filters' | 'optIns',
  rows: ReadonlyMap<string, Row>,
  when: (row: Row) => boolean,
): Change[] {
  return [...rows]
    .filter(([, row]) => when(row))
    .map(([key]): Change => ({ of, key, row: undefined }))
}
