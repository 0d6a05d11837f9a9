import { eachDespite } from '../../../foundation/each.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { TrialsDeps } from '../deps.ts'
import { stageAfter, stepByClock, type Trial } from '../model/trial.ts'
import { countClusters } from '../steps/count-cluster.ts'
import { trialArn } from '../steps/gate.ts'
import { finishWorkspace } from '../steps/order-workspace.ts'
import { queueEndOfDeliveries } from '../steps/schedule.ts'
import { tell } from '../steps/tell.ts'
import { lockTrial, openTrials, updateTrial } from '../store/trials.ts'

/**
 * What time alone does: the last third is for review, and a trial that nobody decided expires and
 * is sealed. Its grants carry the same end, so governance has closed them by then; a job ends what
 * is delivered for it, and its workspace. Clusters of workspaces are counted as they run.
 */
export async function watchTrials(
  deps: Pick<TrialsDeps, 'sql' | 'clock' | 'log' | 'region' | 'compute'>,
): Promise<{ expired: number }> {
  const now = deps.clock()
  await countClusters(deps)
  const due = (await openTrials(deps.sql)).filter((trial) => stepByClock(trial, now) !== undefined)
  const steps: (string | undefined)[] = []
  const work = async ({ id }: Trial) => {
    steps.push(await stepOne(deps, id, now))
  }
  await eachDespite(due, { log: deps.log, work })
  return { expired: steps.filter((step) => step === 'expired').length }
}

async function stepOne(
  { sql, region }: Pick<TrialsDeps, 'sql' | 'region'>,
  id: string,
  now: Date,
): Promise<string | undefined> {
  return await transaction(sql, async (tx) => {
    const trial = await lockTrial(tx, id)
    const step = trial && stepByClock(trial, now)
    const stage = step && stageAfter(trial.stage, step)
    if (!trial || !stage) return undefined
    const sealed = stage === 'expired' ? { sealedAt: now, verdict: expiredText(trial) } : {}
    await updateTrial(tx, id, { stage, ...sealed })
    const text = stage === 'expired' ? 'the time is over; access ended' : 'time to review'
    await tell(tx, id, { at: now, by: 'platform', text })
    if (stage === 'expired') await endLater(tx, id, now)
    const resource = trialArn(region, trial.accountId, id)
    const { accountId } = trial
    await recordOwnWork(tx, { accountId }, { action: `trials.trial-${step}`, resource })
    return step
  })
}

async function endLater(tx: SqlTransaction, id: string, at: Date): Promise<void> {
  await queueEndOfDeliveries(tx, id)
  await finishWorkspace(tx, id, { data: 'seal', heir: null, actor: null, at })
}

function expiredText({ endsAt }: Trial): string {
  return `tried, not decided until ${endsAt.toISOString().slice(0, 10)}`
}
