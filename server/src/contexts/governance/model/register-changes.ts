import { isDeepStrictEqual } from 'node:util'
import type { AccountId } from '../../identity/index.ts'
import { CREATOR_SOURCE } from './decisions.ts'
import { type Grant, type GrantResource, IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import type { GovernedDatabase, GovernedTable } from './register.ts'
import { tableKey } from './row-rules.ts'
import { type Snapshot, settingsOf } from './snapshot.ts'
import type { Change, OptIn } from './world.ts'

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
    return known === undefined ? [row] : [row, ...tagsOfGoneColumns(snapshot, known, table)]
  const { databaseId, id: tableId } = table
  const resource: GrantResource = { kind: 'table', databaseId, tableId }
  const open = settingsOf(snapshot, ownerId).openTables
  return [row, ...firstGrants({ ...table, ownerId, resource, open, now })]
}

/** A column id never returns, so its tags go with it. */
function tagsOfGoneColumns(snapshot: Snapshot, old: GovernedTable, table: GovernedTable): Change[] {
  const existing = new Set(table.columns.map((column) => column.id))
  const gone = old.columns.filter(({ id }) => !existing.has(id))
  return gone.flatMap(({ id }) =>
    removed('assignments', snapshot.assignments.get(`${table.id}|${id}`)),
  )
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
  const table = snapshot.world.tables.get(tableId)
  if (table === undefined) return []
  return [
    ...removed('grants', snapshot.grantsOn.get(tableId)),
    ...optInsWhere(snapshot, (row) => row.tableId === tableId),
    ...rowsWithTable(snapshot, table),
  ]
}

export function droppedDatabase(snapshot: Snapshot, databaseId: string): Change[] {
  if (!snapshot.world.databases.has(databaseId)) return []
  const tables = [...(snapshot.tablesOf.get(databaseId)?.values() ?? [])]
  return [
    ...removed('grants', snapshot.grantsOn.get(databaseId)),
    ...optInsWhere(snapshot, (row) => row.databaseId === databaseId),
    ...tables.flatMap((table) => rowsWithTable(snapshot, table)),
    ...removed('assignments', snapshot.assignments.get(databaseId)),
    { of: 'databases', key: databaseId, row: undefined },
  ]
}

/** The table with its tags, filters, licences and attached policies. */
function rowsWithTable(
  { assignments, filtersOf, licencesOf, attachments }: Snapshot,
  { id, columns }: GovernedTable,
) {
  const targets = [id, ...columns.map((column) => `${id}|${column.id}`)]
  return [
    ...targets.flatMap((target) => removed('assignments', assignments.get(target))),
    ...removed('filters', filtersOf.get(id)),
    ...removed('licences', licencesOf.get(id)),
    ...removed('rowAttachments', attachments.get(tableKey(id))),
    { of: 'tables', key: id, row: undefined } as const,
  ]
}

function optInsWhere({ world }: Snapshot, when: (row: OptIn) => boolean): Change[] {
  return removed('optIns', new Map([...world.optIns].filter(([, row]) => when(row))))
}

function removed(
  of: 'grants' | 'assignments' | 'filters' | 'optIns' | 'licences' | 'rowAttachments',
  rows: ReadonlyMap<string, unknown> | undefined,
): Change[] {
  return [...(rows?.keys() ?? [])].map((key): Change => ({ of, key, row: undefined }))
}
