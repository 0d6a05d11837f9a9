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

export function registeredTable(snapshot: Snapshot, given: GovernedTable, now: Date): Change[] {
  const known = snapshot.world.tables.get(given.id)
  const table = withPast(given, known)
  if (isDeepStrictEqual(known, table)) return []
  const row: Change = { of: 'tables', key: table.id, row: table }
  const ownerId = snapshot.world.databases.get(table.databaseId)?.accountId
  if (known !== undefined || ownerId === undefined) return [row]
  const { databaseId, id: tableId } = table
  const resource: GrantResource = { kind: 'table', databaseId, tableId }
  const open = settingsOf(snapshot, ownerId).openTables
  return [row, ...firstGrants({ ...table, ownerId, resource, open, now })]
}

/** A column that is dropped keeps its tags: what it held may be there for long. */
function withPast(table: GovernedTable, known: GovernedTable | undefined): GovernedTable {
  const present = new Set(table.columns.map(({ id }) => id))
  const ever = [table.past ?? [], known?.past ?? [], known?.columns.map(({ id }) => id) ?? []]
  const past = [...new Set(ever.flat())].filter((id) => !present.has(id))
  const { past: _, ...rest } = table
  return past.length === 0 ? rest : { ...rest, past: past.sort((one, other) => one - other) }
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
  { id, columns, past = [] }: GovernedTable,
) {
  const ids = [...columns.map((column) => column.id), ...past]
  const targets = [id, ...ids.map((columnId) => `${id}|${columnId}`)]
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
