import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { tally } from '../model/report.ts'
import { ended, type Trial } from '../model/trial.ts'
import { mayDecide } from '../steps/deciders.ts'
import { demandTrial, trialArn } from '../steps/gate.ts'
import { type ShownWorkspace, showWorkspace } from '../steps/show-workspace.ts'
import { newestReport } from '../store/reports.ts'
import {
  type Extension,
  eventsOf,
  extensionsOf,
  grantsOf,
  type KeptGrant,
  spentBy,
  type TrialEvent,
} from '../store/trial-parts.ts'

export interface TrialDetail extends Trial {
  spentUsd: number
  metrics: ReturnType<typeof tally> | undefined
  events: TrialEvent[]
  grants: KeptGrant[]
  extensions: Extension[]
  mayDecide: boolean
  mayExtend: boolean
  workspace: ShownWorkspace | undefined
}

/** @throws trials.no-such-trial, identity.access-denied */
export async function getTrial(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<TrialDetail> {
  const trial = await demandTrial(deps, caller, { action: 'GetTrial', id })
  const [spent, report, events, grants, extensions] = await Promise.all([
    spentBy(deps.sql, [id]),
    newestReport(deps.sql, id),
    eventsOf(deps.sql, id),
    grantsOf(deps.sql, id),
    extensionsOf(deps.sql, id),
  ])
  const resource = trialArn(deps.region, trial.accountId, id)
  const may = (action: string) => deps.identity.allows(caller, { action, resource })
  const open = !ended(trial)
  return {
    ...trial,
    workspace: await showWorkspace(deps, caller, trial),
    ...{ spentUsd: spent.get(id) ?? 0, metrics: report && tally(report), events },
    ...{ grants, extensions },
    mayDecide:
      open &&
      trial.stage !== 'compliance' &&
      mayDecide(trial, caller) &&
      (await may('millrace:DecideTrial')),
    mayExtend: open && (await may('millrace:ExtendTrial')),
  }
}
