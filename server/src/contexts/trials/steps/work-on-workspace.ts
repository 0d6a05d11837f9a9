import { DomainError } from '../../../foundation/errors.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { noWorkspace } from '../errors.ts'
import type { Trial } from '../model/trial.ts'
import {
  nextStep,
  STEP_WORDS,
  stateOf,
  type Workspace,
  type WorkspaceStep,
} from '../model/workspace.ts'
import { findTrial } from '../store/trials.ts'
import { failWorkspace, findWorkspace, stepDone, updateWorkspace } from '../store/workspaces.ts'
import {
  closeNotebooks,
  dropTables,
  endCluster,
  endData,
  endRole,
  keepFiles,
} from './end-workspace.ts'
import {
  giveRights,
  makeDatabase,
  makeRole,
  openData,
  type WorkspaceWork,
} from './make-workspace.ts'
import { queueWorkspace } from './schedule.ts'
import { tell } from './tell.ts'

/** Answers what was made, if ids tell it, or false where it is to be looked at again soon. */
type Work = (deps: TrialsDeps, work: WorkspaceWork) => Promise<Made | false | undefined>
type Made = { roleId: string } | { databaseId: string }

const WORKS: Readonly<Record<WorkspaceStep, Work>> = {
  'make-role': makeRole,
  'give-rights': giveRights,
  'make-database': makeDatabase,
  'give-access': openData,
  'close-notebooks': closeNotebooks,
  'end-cluster': endCluster,
  'drop-tables': dropTables,
  'end-role': endRole,
  'keep-files': keepFiles,
  'end-data': endData,
}

const AGAIN_MS = 500

/**
 * Does what is left, one step after the other, each written down when it is done: killed anywhere,
 * it goes on there. A step that is refused is told, and waits until somebody tries again.
 */
export async function workOnWorkspace(deps: TrialsDeps, trialId: string): Promise<void> {
  let acting: Promise<Caller> | undefined
  for (;;) {
    const [trial, workspace] = [
      await findTrial(deps.sql, trialId),
      await findWorkspace(deps.sql, trialId),
    ]
    const step = workspace && workspace.failure === null ? nextStep(workspace) : undefined
    if (!trial || !workspace || !step) return
    const actor = () => (acting ??= actAs(deps, workspace))
    try {
      const made = await WORKS[step](deps, { trial, workspace, actor })
      if (made === false) return await queueWorkspace(deps.sql, trialId, AGAIN_MS)
      await written(deps, { trial, workspace, step, made })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return await fail(deps, { trial, workspace, step, error })
    }
  }
}

/** @throws trials.no-workspace, identity.token-expired, identity.invalid-token */
async function actAs({ identity }: TrialsDeps, workspace: Workspace): Promise<Caller> {
  const { actor: caller, askedAt: since, trialId: id } = workspace
  if (!caller) throw noWorkspace({ id, reason: 'nobody has asked for this step' })
  const rights = { caller, since, boundTo: 'trial-workspace', seconds: 900 }
  return (await identity.actForCaller(rights)).caller
}

interface Turn {
  trial: Trial
  workspace: Workspace
  step: WorkspaceStep
}

async function written(
  { sql, clock }: TrialsDeps,
  { trial, workspace, step, made }: Turn & { made: Made | undefined },
): Promise<void> {
  await transaction(sql, async (tx) => {
    await stepDone(tx, trial.id, { step, ...(made && { made }) })
    const next = { ...workspace, done: [...workspace.done, step] }
    if (nextStep(next) !== undefined) return
    await updateWorkspace(tx, trial.id, { actor: null })
    const text = `workspace ${stateOf(next)}`
    await tell(tx, trial.id, { at: clock(), by: 'platform', text })
  })
}

async function fail(
  { sql, clock }: TrialsDeps,
  { trial, workspace, step, error }: Turn & { error: DomainError },
): Promise<void> {
  const { what, remedy } = STEP_WORDS[step]
  const failure = `${what}: ${error.message}. ${remedy}`
  await transaction(sql, async (tx) => {
    await failWorkspace(tx, workspace, failure)
    await tell(tx, trial.id, { at: clock(), by: 'platform', text: `workspace: ${failure}` })
  })
}
