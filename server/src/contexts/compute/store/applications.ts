import type { Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Application, ApplicationState } from '../model/application.ts'
import './tables.ts'

type Row = Selectable<Tables['compute.applications']>

/** False when the account used the token before. */
export async function insertApplication(tx: SqlTransaction, made: Application): Promise<boolean> {
  const inserted = await tx
    .insertInto('compute.applications')
    .values(toRow(made))
    .onConflict((taken) => taken.columns(['accountId', 'clientToken']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function updateApplication(tx: SqlTransaction, changed: Application): Promise<void> {
  const { id, ...row } = toRow(changed)
  await tx.updateTable('compute.applications').set(row).where('id', '=', id).execute()
}

export async function findApplication(sql: Sql, id: string): Promise<Application | undefined> {
  const row = await sql
    .selectFrom('compute.applications')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function lockApplication(
  tx: SqlTransaction,
  id: string,
): Promise<Application | undefined> {
  const row = await tx
    .selectFrom('compute.applications')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function findApplicationByToken(
  sql: Sql,
  accountId: AccountId,
  clientToken: string,
): Promise<Application | undefined> {
  const row = await sql
    .selectFrom('compute.applications')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('clientToken', '=', clientToken)
    .executeTakeFirst()
  return row && fromRow(row)
}

export interface ApplicationFilter {
  states?: readonly string[]
  after?: { createdAt: Date; id: string }
  countMax: number
}

/** The newest first. */
export async function listApplications(
  sql: Sql,
  accountId: AccountId,
  { states, after, countMax }: ApplicationFilter,
): Promise<Application[]> {
  let query = sql.selectFrom('compute.applications').selectAll().where('accountId', '=', accountId)
  if (states && states.length > 0) query = query.where('state', 'in', [...states])
  if (after)
    query = query.where(({ eb, or, and }) =>
      or([
        eb('createdAt', '<', after.createdAt),
        and([eb('createdAt', '=', after.createdAt), eb('id', '>', after.id)]),
      ]),
    )
  const rows = await query.orderBy('createdAt', 'desc').orderBy('id').limit(countMax).execute()
  return rows.map(fromRow)
}

export async function startedApplications(sql: Sql): Promise<Application[]> {
  const rows = await sql
    .selectFrom('compute.applications')
    .selectAll()
    .where('state', '=', 'STARTED')
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

export async function touchApplication(sql: Sql, id: string, at: Date): Promise<void> {
  await sql
    .updateTable('compute.applications')
    .set({ lastActiveAt: at })
    .where('id', '=', id)
    .execute()
}

function toRow(application: Application) {
  const { id, accountId, state, clientToken, createdAt, updatedAt, lastActiveAt, ...facts } =
    application
  const columns = { id, accountId, state, clientToken, createdAt, updatedAt, lastActiveAt }
  return { ...columns, facts: JSON.stringify(facts) }
}

function fromRow({ facts, ...row }: Row): Application {
  return {
    ...facts,
    autoStopIdleMinutes: facts.autoStopIdleMinutes ?? undefined,
    livyPort: facts.livyPort ?? undefined,
    ...row,
    accountId: row.accountId as AccountId,
    state: row.state as ApplicationState,
  }
}
