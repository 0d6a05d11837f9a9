import type { Caller, Credentials } from '../../identity/index.ts'
import { type Person, type ShownWorkspace, trialsJobs, type WorkspaceWish } from '../index.ts'
import { findWorkspace } from '../store/workspaces.ts'
import { COUNTS, charterOf, type GivenTrials, givenTable } from './given-trials.ts'

/** A trial of counts with a workspace for ana and ben that is ready; `as` is its role. */
export async function givenWorkspace(
  given: GivenTrials,
  wish: WorkspaceWish = { people: [given.ana.principalArn, given.ben.principalArn] },
  people: readonly Person[] = [],
): Promise<{ id: string; as: Caller; credentials: Credentials; name: string }> {
  await givenTable(given, COUNTS)
  const charter = charterOf(given, { people, workspace: { cluster: {}, ...wish } })
  const { id } = await given.trials.openTrial(given.ana, { charter })
  await worked(given, id)
  const { workspace } = await given.trials.getTrial(given.ana, { id })
  const roleArn = workspace?.parts[0]?.name ?? ''
  const service = 'trials.millrace'
  const session = { roleArn, service, sessionName: 'test', seconds: 900 }
  const { caller: as, credentials } = await given.lake.identity.assumeForService(session)
  return { id, as, credentials, name: roleArn.split('/').at(-1) ?? '' }
}

/** What the job of the workspace does, until it has nothing left or is refused. */
export async function worked(given: GivenTrials, trialId: string): Promise<void> {
  const job = trialsJobs(given.deps)['trials.workspace']
  await job?.({ trialId })
  await given.boxes.heard()
  await job?.({ trialId })
}

export function partsOf({ parts }: ShownWorkspace): Record<string, string> {
  return Object.fromEntries(parts.map(({ kind, state }) => [kind, state]))
}

/** With nothing made yet: only the store tells the name that will be taken. */
export async function givenOrdered(given: GivenTrials): Promise<{ id: string; name: string }> {
  await givenTable(given, COUNTS)
  const charter = charterOf(given, { workspace: {} })
  const { id } = await given.trials.openTrial(given.ana, { charter })
  return { id, name: (await findWorkspace(given.deps.sql, id))?.name ?? '' }
}
