import { recordDone } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { changedMeanwhile, effectsChanged } from '../errors.ts'
import type { ApprovalRule } from '../model/approval.ts'
import { withWantedRules } from '../steps/wanted-rules.ts'
import { replaceRules } from '../store/approval-rules.ts'
import type { ApprovalRules } from './get-approval-rules.ts'

/**
 * Replaces who must approve requests for what the caller's account owns, by its tags. Requests that
 * are open are judged by the new rules. Whoever names the version that they read replaces no other
 * one, and whoever names the digest of a plan makes what that showed.
 *
 * @throws identity.access-denied, governance.denied, governance.invalid-input,
 * governance.not-found, governance.changed-meanwhile, governance.effects-changed
 */
export async function putApprovalRules(
  deps: Workings,
  caller: Caller,
  wanted: { rules: readonly ApprovalRule[]; version?: number; digest?: string },
): Promise<ApprovalRules> {
  return withWantedRules(deps, caller, wanted.rules, async (tx, { rules, version, digest }) => {
    const { accountId, principalArn: setBy } = caller
    const set = { rules, setBy, setAt: deps.clock(), version: version + 1 }
    const read = wanted.version ?? version
    if (read !== version || !(await replaceRules(tx, { accountId, ...set })))
      throw changedMeanwhile({ resource: 'the rules of approval' })
    if (wanted.digest !== undefined && wanted.digest !== digest) throw effectsChanged({})
    const deed = { action: 'governance.approval-rules-put', resource: accountId }
    await recordDone(tx, caller, { ...deed, detail: { rules } })
    return set
  })
}
