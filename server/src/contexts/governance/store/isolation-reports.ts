import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { AccountUse, IsolationReport } from '../model/isolation-report.ts'
import './tables.ts'

/**
 * What was done in the account, and by its people elsewhere, of which it has copies; those from
 * before there were any are found by name. The latest first.
 */
export async function usesOfAccount(sql: Sql, accountId: string, from: Date) {
  const people = `^arn:aws:(iam|sts)::${accountId}:`
  const rows = await sql
    .selectFrom('governance.audit')
    .select(['principal', 'action', 'resource', 'decision'])
    .select([
      raw<number>`count(*)::integer`.as('count'),
      raw<Date>`min(at)`.as('firstAt'),
      raw<Date>`max(at)`.as('lastAt'),
    ])
    .where('at', '>=', from)
    .where((on) =>
      on.or([
        on('accountId', '=', accountId),
        on.and([on('actor', '~', people), raw<boolean>`NOT detail ? 'sharedEventId'`]),
      ]),
    )
    .groupBy(['principal', 'action', 'resource', 'decision'])
    .orderBy('lastAt', 'desc')
    .execute()
  return rows.map(
    ({ firstAt, lastAt, ...row }): AccountUse => ({
      ...row,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    }),
  )
}

/** Answers the report that is kept: the first one of this isolation. */
export async function insertReport(sql: Sql, report: IsolationReport): Promise<IsolationReport> {
  const key = { accountId: report.account.id, isolatedAt: new Date(report.isolatedAt) }
  await sql
    .insertInto('governance.isolationReports')
    .values({ ...key, report: JSON.stringify(report) })
    .onConflict((taken) => taken.columns(['accountId', 'isolatedAt']).doNothing())
    .execute()
  return (await findReport(sql, report.account.id)) ?? report
}

export async function findReport(
  sql: Sql,
  accountId: string,
): Promise<IsolationReport | undefined> {
  const row = await sql
    .selectFrom('governance.isolationReports')
    .select('report')
    .where('accountId', '=', accountId)
    .orderBy('isolatedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.report
}
