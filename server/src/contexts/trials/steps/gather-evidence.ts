import type { Sql } from '../../../foundation/sql.ts'
import type { Trial } from '../model/trial.ts'
import type { Evidence } from '../model/write-memo.ts'
import { newestReport, reportDigest } from '../store/reports.ts'
import { eventsOf, grantsOf, spentBy } from '../store/trial-parts.ts'

/** What the platform knows of a trial, for its memo. */
export async function gatherEvidence(sql: Sql, trial: Trial): Promise<Evidence> {
  const report = await newestReport(sql, trial.id)
  return {
    trial,
    report,
    reportDigest: report && reportDigest(report),
    grants: await grantsOf(sql, trial.id),
    events: await eventsOf(sql, trial.id),
    spentUsd: (await spentBy(sql, [trial.id])).get(trial.id) ?? 0,
  }
}
