import { transaction } from '../../../foundation/sql.ts'
import type { TrialsDeps } from '../deps.ts'
import { budgetSpent } from '../errors.ts'
import type { Report } from '../model/report.ts'
import { stageAfter, type Trial, warningPassed } from '../model/trial.ts'
import { insertReport } from '../store/reports.ts'
import { insertSpent, spentBy } from '../store/trial-parts.ts'
import { updateTrial } from '../store/trials.ts'
import { buildReport } from './build-report.ts'
import { actAsTrial } from './gate.ts'
import { openInputs } from './open-inputs.ts'
import { tell } from './tell.ts'
import { limitsFromNow } from './within.ts'

const SECONDS_PER_HOUR = 3600

/** Measures, keeps the report, and counts what measuring took. @throws trials.budget-spent */
export async function makeReport(
  deps: TrialsDeps,
  trial: Trial,
  stopping?: AbortSignal,
): Promise<Report> {
  const { budgetUsd, prices } = trial.charter
  const before = await demandBudget(deps, trial)
  const startedAt = performance.now()
  const report = await measure(deps, trial, stopping)
  const cpuSeconds = (performance.now() - startedAt) / 1000
  const usd = (cpuSeconds / SECONDS_PER_HOUR) * prices.cpuHourUsd
  const at = deps.clock()
  await transaction(deps.sql, async (tx) => {
    await insertReport(tx, report)
    await insertSpent(tx, trial.id, { at, what: 'report', cpuSeconds, usd })
    const share = warningPassed({ before, after: before + usd, budgetUsd })
    if (share === undefined) return
    const text = `${share * 100} % of the budget is spent`
    await tell(tx, trial.id, { at, by: 'platform', text })
    const review = share >= 1 ? stageAfter(trial.stage, 'reviewed') : undefined
    if (review) await updateTrial(tx, trial.id, { stage: review })
  })
  return report
}

/** Answers what is spent already. @throws trials.budget-spent */
export async function demandBudget(
  { sql }: Pick<TrialsDeps, 'sql'>,
  { id, charter: { budgetUsd } }: Trial,
): Promise<number> {
  const spentUsd = (await spentBy(sql, [id])).get(id) ?? 0
  if (spentUsd > 0 && spentUsd >= budgetUsd) throw budgetSpent({ id, spentUsd, budgetUsd })
  return spentUsd
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
