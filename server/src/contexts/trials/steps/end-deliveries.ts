import { DomainError } from '../../../foundation/errors.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { TrialsDeps } from '../deps.ts'
import type { Trial } from '../model/trial.ts'
import { feedWanted } from '../store/trials.ts'
import { actAsTrial } from './gate.ts'
import { tell } from './tell.ts'

/**
 * What nobody buys is fetched no more, as far as the feed names the trial's role as its evaluator
 * and no other trial wants it. Where that is not so, the trial says who still has to act.
 */
export async function endDeliveries(
  deps: TrialsDeps,
  trial: Trial,
  { by }: { by: string },
): Promise<void> {
  const { id, charter } = trial
  const { feedId } = charter
  if (feedId === undefined) return
  const text = await paused(deps, trial, feedId)
  await transaction(deps.sql, (tx) => tell(tx, id, { at: deps.clock(), by, text }))
}

async function paused(deps: TrialsDeps, trial: Trial, feedId: string): Promise<string> {
  if (await feedWanted(deps.sql, { feedId, exceptTrialId: trial.id }))
    return 'the feed goes on: another trial of it runs or was bought'
  try {
    const evaluator = await actAsTrial(deps, trial)
    await deps.ingestion.endEvaluation(evaluator, { feedId, reason: `end of ${trial.id}` })
    return 'feed paused'
  } catch (error) {
    if (!(error instanceof DomainError) || !['denied', 'not-found'].includes(error.kind))
      throw error
    return `the feed goes on until its owner pauses it: ${error.message}`
  }
}
