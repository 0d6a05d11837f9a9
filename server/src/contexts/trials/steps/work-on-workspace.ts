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
import { findTrial, lockTrial } from '../store/trials.ts'
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
const WAITS = {
  what: 'it waits for its data',
  remedy: 'It goes on with the first delivery, or when somebody tries again.',
}

/**
 * Does what is left, one step after the other, each written down when it is done: killed anywhere,
 * it goes on there. A step that is refused is told, and waits until somebody tries again.
 */
export async function workOnWorkspace(deps: TrialsDeps, trialId: string): Promise<void> {
  const actors = new Map<number, Promise<Caller>>()
  for (;;) {
    const [trial, workspace] = [
      await findTrial(deps.sql, trialId),
      await findWorkspace(deps.sql, trialId),
    ]
    const step = workspace && workspace.failure === null ? nextStep(workspace) : undefined
    if (!trial || !workspace || !step) return
    // Who decides meanwhile is another than who has it made.
    const actor = () => actingAs(deps, { actors, workspace })
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

/** One session for all that one person asked for. */
function actingAs(
  deps: TrialsDeps,
  { actors, workspace }: { actors: Map<number, Promise<Caller>>; workspace: Workspace },
): Promise<Caller> {
  const since = workspace.askedAt.getTime()
  const acting = actors.get(since) ?? actAs(deps, workspace)
  actors.set(since, acting)
  return acting
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
    await lockTrial(tx, trial.id)
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
  const waitsForData = step === 'give-access' && error.kind === 'not-found'
  const { what, remedy } = waitsForData ? WAITS : STEP_WORDS[step]
  const failure = `${what}: ${error.message}. ${remedy}`
  await transaction(sql, async (tx) => {
    await lockTrial(tx, trial.id)
    await failWorkspace(tx, workspace, { failure, waitsForData })
    await tell(tx, trial.id, { at: clock(), by: 'platform', text: `workspace: ${failure}` })
  })
}
