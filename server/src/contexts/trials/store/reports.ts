import type { Sql } from '../../../foundation/sql.ts'
import { digestOf } from '../model/digest.ts'
import type { Memo, Signature, SignedMemo } from '../model/memo.ts'
import type { Report } from '../model/report.ts'
import './tables.ts'

/** What two reports are compared by: all of it but when it was made. */
export function reportDigest({ madeAt: _madeAt, ...content }: Report): string {
  return digestOf(content)
}

/** A report with each of its numbers as a line of its own. */
export async function insertReport(sql: Sql, report: Report): Promise<void> {
  const { id } = await sql
    .insertInto('trials.reports')
    .values({
      trialId: report.trialId,
      madeAt: new Date(report.madeAt),
      digest: reportDigest(report),
      report: JSON.stringify(report),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const snapshot = report.vintages.map(({ dataset, snapshot: at }) => `${dataset}@${at}`).join(' ')
  const metrics = report.sections.flatMap((section) => section.metrics)
  if (metrics.length === 0) return
  await sql
    .insertInto('trials.measurements')
    .values(
      metrics.map(({ id: metric, value, observations, window, gate, verdict }) => ({
        ...{ reportId: id, metric, verdict, snapshot, codeVersion: report.codeVersion },
        ...{ value: value ?? null, observations: observations ?? null },
        ...{ period: window ?? null, gate: gate ?? null },
      })),
    )
    .execute()
}

export async function newestReport(sql: Sql, trialId: string): Promise<Report | undefined> {
  const row = await sql
    .selectFrom('trials.reports')
    .select('report')
    .where('trialId', '=', trialId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.report
}

/** The newest report of each of these trials. */
export async function newestReports(
  sql: Sql,
  trialIds: readonly string[],
): Promise<Map<string, Report>> {
  if (trialIds.length === 0) return new Map()
  const rows = await sql
    .selectFrom('trials.reports')
    .distinctOn('trialId')
    .select(['trialId', 'report'])
    .where('trialId', 'in', trialIds)
    .orderBy('trialId')
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map(({ trialId, report }) => [trialId, report]))
}

export async function insertMemo(
  sql: Sql,
  signed: { memo: Memo; digest: string; signatures: readonly Signature[] },
): Promise<void> {
  const { memo, digest, signatures } = signed
  await sql
    .insertInto('trials.memos')
    .values({
      trialId: memo.trialId,
      memo: JSON.stringify(memo),
      digest,
      signatures: JSON.stringify(signatures),
    })
    .execute()
}

export async function findMemo(sql: Sql, trialId: string): Promise<SignedMemo | undefined> {
  return await sql
    .selectFrom('trials.memos')
    .select(['memo', 'digest', 'signatures'])
    .where('trialId', '=', trialId)
    .executeTakeFirst()
}
