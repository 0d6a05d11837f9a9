import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Spent } from '../model/metric.ts'
import { stageAfter, type Trial, warningPassed } from '../model/trial.ts'
import { insertSpent, spentBy } from '../store/trial-parts.ts'
import { updateTrial } from '../store/trials.ts'
import { tell } from './tell.ts'

/**
 * Counts what the trial has used, with a word where a share of its budget is passed. Where all of
 * it is, the trial is for review, and nothing more is measured or launched.
 */
export async function spend(tx: SqlTransaction, trial: Trial, spent: Spent): Promise<void> {
  const { id, stage } = trial
  const { budgetUsd } = trial.charter
  const { at, usd } = spent
  const before = (await spentBy(tx, [id])).get(id) ?? 0
  await insertSpent(tx, id, spent)
  const share = warningPassed({ before, after: before + usd, budgetUsd })
  if (share === undefined) return
  await tell(tx, id, { at, by: 'platform', text: `${share * 100} % of the budget is spent` })
  const review = share >= 1 ? stageAfter(stage, 'reviewed') : undefined
  if (review) await updateTrial(tx, id, { stage: review })
}
