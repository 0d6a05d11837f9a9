import type { Sql } from '../../../foundation/sql.ts'
import type { Finding } from '../model/finding.ts'
import './tables.ts'

/** What the newest look at a vintage found takes the place of what earlier looks found. */
export async function replaceFindings(
  sql: Sql,
  vintageId: number,
  findings: readonly Finding[],
): Promise<void> {
  await sql.deleteFrom('ingestion.findings').where('vintageId', '=', vintageId).execute()
  if (findings.length === 0) return
  await sql
    .insertInto('ingestion.findings')
    .values(
      findings.map(({ check, breaking, reason, rowCount, samples }) => ({
        vintageId,
        checkName: check,
        breaking,
        reason,
        rowCount,
        samples: JSON.stringify(samples),
      })),
    )
    .execute()
}

export async function findingsOf(
  sql: Sql,
  vintageIds: readonly number[],
): Promise<(Finding & { vintageId: number })[]> {
  if (vintageIds.length === 0) return []
  const rows = await sql
    .selectFrom('ingestion.findings')
    .selectAll()
    .where('vintageId', 'in', vintageIds)
    .orderBy('id')
    .execute()
  return rows.map(({ id: _id, checkName, ...row }) => ({
    ...row,
    check: checkName as Finding['check'],
  }))
}
