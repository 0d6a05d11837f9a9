import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { noSuchTrial, noWorkspace } from '../errors.ts'
import { demandTrial, trialArn } from '../steps/gate.ts'
import { queueWorkspace } from '../steps/schedule.ts'
import { tell } from '../steps/tell.ts'
import { lockTrial } from '../store/trials.ts'
import { lockWorkspace, updateWorkspace } from '../store/workspaces.ts'

/**
 * Tries again what a workspace stopped at, from now on in the caller’s name and with their rights.
 *
 * @throws trials.no-such-trial, trials.no-workspace, identity.access-denied
 */
export async function mendWorkspace(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<void> {
  const { accountId } = await demandTrial(deps, caller, { action: 'MendWorkspace', id })
  // Another account’s people would make another account’s role.
  if (accountId !== caller.accountId) throw noSuchTrial({ id })
  await transaction(deps.sql, async (tx) => {
    // A trial before its workspace, wherever both are locked.
    await lockTrial(tx, id)
    const workspace = await lockWorkspace(tx, id)
    if (!workspace) throw noWorkspace({ id, reason: 'its charter asks for none' })
    if (workspace.failure === null) throw noWorkspace({ id, reason: 'nothing of it has failed' })
    const askedAt = deps.clock()
    const again = { failure: null, waitsForData: false }
    await updateWorkspace(tx, id, { ...again, actor: caller, askedAt })
    await queueWorkspace(tx, id)
    const by = caller.principalArn
    await tell(tx, id, { at: askedAt, by, text: 'workspace: tried again' })
    const resource = trialArn(deps.region, accountId, id)
    await recordDone(tx, caller, { accountId, action: 'trials.workspace-mended', resource })
  })
}
