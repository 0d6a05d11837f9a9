import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import {
  type AttachmentCommand,
  attachmentTold,
  detachedRowPolicy,
} from '../model/row-attachment-changes.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * @throws governance.denied, governance.not-found, governance.invalid-input
 * @see Lake Formation `DetachRLSPolicy`
 */
export async function detachRowPolicy(
  deps: Workings,
  caller: Caller,
  command: AttachmentCommand,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    action: 'lakeformation:DetachRLSPolicy',
    record: 'governance.row-policy-detached',
    ...attachmentTold(command),
    plan: (snapshot) => detachedRowPolicy(snapshot, actOf(deps, caller), command),
  })
}
