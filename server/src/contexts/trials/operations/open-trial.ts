import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { invalidCharter } from '../errors.ts'
import { METRICS } from '../metrics/index.ts'
import {
  type CharterDraft,
  complianceAnswered,
  parseCharter,
  type TrialGrant,
} from '../model/charter.ts'
import { digestOf } from '../model/digest.ts'
import type { Trial } from '../model/trial.ts'
import { freeze, snapshotNow } from '../steps/freeze.ts'
import { actAsTrial, demandRole, trialArn } from '../steps/gate.ts'
import { giveAccess } from '../steps/give-access.ts'
import { orderWorkspace, planWorkspace } from '../steps/order-workspace.ts'
import { queueClock, queueReport } from '../steps/schedule.ts'
import { tell } from '../steps/tell.ts'
import { insertTrial } from '../store/trials.ts'

export interface OpenTrial {
  charter: CharterDraft
  /** Made in the caller's name, each until the trial's end. */
  grants?: readonly TrialGrant[]
}

const DAY_MS = 86_400_000

/**
 * Opens a trial. With every compliance question answered it runs at once, with its bands frozen;
 * else it waits for the answers.
 *
 * @throws identity.access-denied, trials.invalid-charter, and what governance refuses to grant
 */
export async function openTrial(
  deps: TrialsDeps,
  caller: Caller,
  { charter: draft, grants = [] }: OpenTrial,
): Promise<Trial> {
  const charter = parseCharter(draft)
  demandKnownMetrics(charter.bands)
  const now = deps.clock()
  const { accountId, principalArn } = caller
  const answered = complianceAnswered(charter)
  const trial: Trial = {
    ...{ id: timeOrderedId('trial-', now), accountId, charter },
    ...{
      stage: answered ? 'running' : 'compliance',
      charterDigest: digestOf(charter),
      namedLater: {},
    },
    ...{ frozenAt: null, frozenAtSnapshot: null, openedBy: principalArn, openedAt: now },
    endsAt: new Date(now.getTime() + charter.days * DAY_MS),
    ...{ decision: null, decidedBy: null, decidedAt: null, sealedAt: null, verdict: null },
  }
  await demandOpening(deps, caller, trial)
  const workspace = await planWorkspace(deps, caller, trial)
  // Refused before anything is there: a trial without its access would be a surprise.
  await deps.governance.whatIf(caller, async (tried) => {
    for (const given of grants)
      await tried.grantPermissions(caller, { ...given, endsAt: trial.endsAt })
  })
  const reader = await actAsTrial(deps, trial)
  const frozenAtSnapshot = await snapshotNow(deps, reader, charter)
  await transaction(deps.sql, async (tx) => {
    await insertTrial(tx, trial)
    await tell(tx, trial.id, { at: now, by: principalArn, text: 'trial opened' })
    if (answered) await freeze(tx, trial, { frozenAt: now, frozenAtSnapshot, by: principalArn })
    const detail = { charterDigest: trial.charterDigest, endsAt: trial.endsAt.toISOString() }
    const resource = trialArn(deps.region, accountId, trial.id)
    await recordDone(tx, caller, { accountId, action: 'trials.trial-opened', resource, detail })
    if (workspace) await orderWorkspace(tx, workspace, { running: answered })
    await queueReport(tx, trial.id)
    await queueClock(tx)
  })
  await giveAccess(deps, caller, { trial, grants })
  return answered ? { ...trial, frozenAt: now, frozenAtSnapshot } : trial
}

async function demandOpening(deps: TrialsDeps, caller: Caller, trial: Trial): Promise<void> {
  const resource = trialArn(deps.region, trial.accountId, trial.id)
  await deps.identity.demand(caller, { action: 'millrace:OpenTrial', resource })
  await demandRole(deps, caller, trial.charter)
}

function demandKnownMetrics(bands: readonly { metric: string }[]): void {
  const known = new Set(METRICS.map(({ id }) => id))
  const unknown = bands.find(({ metric }) => !known.has(metric))
  if (unknown) throw invalidCharter({ reason: `there is no metric "${unknown.metric}"` })
}
