import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Notebook, NotebookState } from '../model/notebook.ts'
import './tables.ts'

type Row = Selectable<Tables['notebooks.notebooks']>

export interface Owner {
  accountId: AccountId
  owner: string
}

/** Notebooks are opened one after the other, so that none takes another’s port. */
export async function lockOpening(tx: SqlTransaction): Promise<void> {
  await raw`LOCK TABLE notebooks.notebooks IN SHARE ROW EXCLUSIVE MODE`.execute(tx)
}

/** The number of a person’s home; the same each time. */
export async function homeNumber(tx: SqlTransaction, { accountId, owner }: Owner): Promise<number> {
  await tx
    .insertInto('notebooks.homes')
    .values({ accountId, owner })
    .onConflict((known) => known.columns(['accountId', 'owner']).doNothing())
    .execute()
  const { number } = await tx
    .selectFrom('notebooks.homes')
    .select('number')
    .where('accountId', '=', accountId)
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow()
  return number
}

/** Of a home that somebody has opened a notebook in. */
export async function findHome(
  sql: Sql,
  { accountId, name }: { accountId: string; name: string },
): Promise<number | undefined> {
  const row = await sql
    .selectFrom('notebooks.homes')
    .select('number')
    .where('accountId', '=', accountId)
    .where('owner', '=', name)
    .executeTakeFirst()
  return row?.number
}

export async function insertNotebook(
  tx: SqlTransaction,
  notebook: Omit<Notebook, 'reason' | 'endedAt'>,
): Promise<void> {
  const { roleArn = null, assumedThrough, ...rest } = notebook
  await tx
    .insertInto('notebooks.notebooks')
    .values({ ...rest, roleArn, assumedThrough: [...assumedThrough] })
    .execute()
}

export async function findNotebook(sql: Sql, id: string): Promise<Notebook | undefined> {
  const row = await sql
    .selectFrom('notebooks.notebooks')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toNotebook(row)
}

/** A person’s, the newest first. */
export async function notebooksOf(
  sql: Sql,
  { accountId, owner }: Owner,
  countMax: number,
): Promise<Notebook[]> {
  const rows = await sql
    .selectFrom('notebooks.notebooks')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('owner', '=', owner)
    .orderBy('openedAt', 'desc')
    .limit(countMax)
    .execute()
  return rows.map(toNotebook)
}

export async function livingNotebooks(sql: Sql): Promise<Notebook[]> {
  const rows = await sql
    .selectFrom('notebooks.notebooks')
    .selectAll()
    .where('endedAt', 'is', null)
    .execute()
  return rows.map(toNotebook)
}

/** Changes a notebook that has not ended; answers whether it was so. */
export async function updateLiving(
  sql: Sql,
  id: string,
  change: {
    state?: NotebookState
    reason?: string
    signIn?: string
    assumedThrough?: string[]
    endedAt?: Date
  },
): Promise<boolean> {
  const { numUpdatedRows } = await sql
    .updateTable('notebooks.notebooks')
    .set(change)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function toNotebook(row: Row): Notebook {
  return {
    ...row,
    accountId: row.accountId as AccountId,
    assumedThrough: row.assumedThrough as AccountId[],
    state: row.state as NotebookState,
    roleArn: row.roleArn ?? undefined,
    reason: row.reason ?? undefined,
    endedAt: row.endedAt ?? undefined,
  }
}
