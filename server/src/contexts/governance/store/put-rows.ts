import { sql as raw } from 'kysely'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Row } from '../model/world.ts'

/** Kinds of which one change may have thousands of rows: they are written in one statement. */
export const bulk = {
  grants: (tx: SqlTransaction, rows: ReadonlyMap<string, Row<'grants'>>) =>
    putRows(tx, 'governance.grants', [...rows.values()].map(grantRow)),
  assignments: (tx: SqlTransaction, rows: ReadonlyMap<string, Row<'assignments'>>) =>
    putRows(tx, 'governance.assignments', [...rows].map(assignmentRow)),
}

export async function removeRows(
  tx: SqlTransaction,
  of: keyof typeof bulk,
  keys: readonly string[],
): Promise<void> {
  const table = raw.table(`governance.${of}`)
  await raw`DELETE FROM ${table} WHERE id = ANY(${[...keys]}::text[])`.execute(tx)
}

/** New rows, and those that take the place of what has their id. */
async function putRows(
  tx: SqlTransaction,
  name: 'governance.grants' | 'governance.assignments',
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const table = raw.table(name)
  const columns = Object.keys(first).map((column) => raw.ref(column))
  const list = raw.join(columns)
  const taken = raw.join(columns.map((column) => raw`${column} = excluded.${column}`))
  await raw`
    INSERT INTO ${table} (${list})
    SELECT ${list} FROM jsonb_populate_recordset(NULL::${table}, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET ${taken}`.execute(tx)
}

function grantRow(row: Row<'grants'>) {
  const { id, principal, resource, permissions, grantable, source } = row
  return {
    ...{ id, account_id: row.accountId, catalog_id: row.catalogId, principal, resource },
    ...{ permissions, grantable, source },
    starts_at: row.startsAt ?? null,
    ends_at: row.endsAt ?? null,
    granted_by: row.grantedBy,
    granted_at: row.grantedAt,
    invalid_because: row.invalidBecause ?? null,
    condition: row.condition ?? null,
  }
}

function assignmentRow([id, row]: [string, Row<'assignments'>]) {
  return {
    ...{ id, database_id: row.databaseId, table_id: row.tableId ?? null },
    ...{ column_id: row.columnId ?? null, key: row.key, value: row.value },
    ...{ assigned_by: row.assignedBy, assigned_at: row.assignedAt },
  }
}
