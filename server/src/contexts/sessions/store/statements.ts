import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { StatementOutput } from '../model/output.ts'
import { FINAL, type Statement, type StatementState } from '../model/statement.ts'
import './tables.ts'

type Row = Selectable<Tables['sessions.statements']>

/** The session is locked, so its next number is free. */
export async function insertStatement(
  tx: SqlTransaction,
  statement: Pick<Statement, 'sessionId' | 'code' | 'kind' | 'createdAt'>,
): Promise<Statement> {
  const next = tx
    .selectFrom('sessions.statements')
    .select(raw<number>`coalesce(max(number) + 1, 0)`.as('number'))
    .where('sessionId', '=', statement.sessionId)
  const row = await tx
    .insertInto('sessions.statements')
    .values({ ...statement, number: next, state: 'waiting', progress: 0 })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toStatement(row)
}

/** How many statements each of the sessions has. */
export async function countStatements(
  sql: Sql,
  sessionIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await sql
    .selectFrom('sessions.statements')
    .select(['sessionId', raw<number>`count(*)::integer`.as('count')])
    .where('sessionId', 'in', sessionIds)
    .groupBy('sessionId')
    .execute()
  return new Map(rows.map(({ sessionId, count }) => [sessionId, count]))
}

export async function findStatement(
  sql: Sql,
  sessionId: number,
  number: number,
): Promise<Statement | undefined> {
  const row = await sql
    .selectFrom('sessions.statements')
    .selectAll()
    .where('sessionId', '=', sessionId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row && toStatement(row)
}

export async function listStatements(sql: Sql, sessionId: number): Promise<Statement[]> {
  const rows = await sql
    .selectFrom('sessions.statements')
    .selectAll()
    .where('sessionId', '=', sessionId)
    .orderBy('number')
    .execute()
  return rows.map(toStatement)
}

/** Statements that have not ended, in the order in which they run. */
export async function openStatements(sql: Sql, sessionId: number): Promise<Statement[]> {
  const rows = await sql
    .selectFrom('sessions.statements')
    .selectAll()
    .where('sessionId', '=', sessionId)
    .where('state', 'not in', FINAL)
    .orderBy('number')
    .execute()
  return rows.map(toStatement)
}

export async function updateStatement(
  sql: Sql,
  { sessionId, number }: Pick<Statement, 'sessionId' | 'number'>,
  change: {
    state?: StatementState
    output?: StatementOutput
    progress?: number
    startedAt?: Date
    completedAt?: Date
  },
): Promise<void> {
  const { output, ...rest } = change
  await sql
    .updateTable('sessions.statements')
    .set({ ...rest, ...(output ? { output: JSON.stringify(output) } : {}) })
    .where('sessionId', '=', sessionId)
    .where('number', '=', number)
    .execute()
}

function toStatement(row: Row): Statement {
  return {
    ...row,
    state: row.state as StatementState,
    output: row.output === null ? undefined : (JSON.parse(row.output) as StatementOutput),
    startedAt: row.startedAt ?? undefined,
    completedAt: row.completedAt ?? undefined,
  }
}
