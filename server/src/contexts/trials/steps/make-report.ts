import { transaction } from '../../../foundation/sql.ts'
import type { TrialsDeps } from '../deps.ts'
import { budgetSpent } from '../errors.ts'
import type { Report } from '../model/report.ts'
import type { Trial } from '../model/trial.ts'
import { insertReport } from '../store/reports.ts'
import { spentBy } from '../store/trial-parts.ts'
import { buildReport } from './build-report.ts'
import { actAsTrial } from './gate.ts'
import { openInputs } from './open-inputs.ts'
import { spend } from './spend.ts'
import { limitsFromNow } from './within.ts'

const SECONDS_PER_HOUR = 3600

/** Measures, keeps the report, and counts what measuring took. @throws trials.budget-spent */
export async function makeReport(
  deps: TrialsDeps,
  trial: Trial,
  stopping?: AbortSignal,
): Promise<Report> {
  const { prices } = trial.charter
  await demandBudget(deps, trial)
  const startedAt = performance.now()
  const report = await measure(deps, trial, stopping)
  const cpuSeconds = (performance.now() - startedAt) / 1000
  const usd = (cpuSeconds / SECONDS_PER_HOUR) * prices.cpuHourUsd
  await transaction(deps.sql, async (tx) => {
    await insertReport(tx, report)
    await spend(tx, trial, { at: deps.clock(), what: 'report', cpuSeconds, usd })
  })
  return report
}

/** @throws trials.budget-spent */
export async function demandBudget(
  { sql }: Pick<TrialsDeps, 'sql'>,
  { id, charter: { budgetUsd } }: Trial,
): Promise<void> {
  const spentUsd = (await spentBy(sql, [id])).get(id) ?? 0
  if (spentUsd > 0 && spentUsd >= budgetUsd) throw budgetSpent({ id, spentUsd, budgetUsd })
}

async function measure(
  deps: TrialsDeps,
  trial: Trial,
  stopping: AbortSignal | undefined,
): Promise<Report> {
  const reader = await actAsTrial(deps, trial)
  const limits = limitsFromNow(stopping)
  await using inputs = await openInputs(deps, reader, { trial, limits })
  return await buildReport(trial, inputs, { codeVersion: deps.codeVersion, limits })
}
