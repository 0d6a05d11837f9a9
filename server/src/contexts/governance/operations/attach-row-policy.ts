import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import {
  type AttachmentCommand,
  attachedRowPolicy,
  attachmentTold,
} from '../model/row-attachment-changes.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * @throws governance.denied, governance.not-found, governance.invalid-input,
 * governance.already-exists
 * @see Lake Formation `AttachRLSPolicy`
 */
export async function attachRowPolicy(
  deps: Workings,
  caller: Caller,
  command: AttachmentCommand,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    action: 'lakeformation:AttachRLSPolicy',
    record: 'governance.row-policy-attached',
    ...attachmentTold(command),
    plan: (snapshot) => attachedRowPolicy(snapshot, actOf(deps, caller), command),
  })
}
