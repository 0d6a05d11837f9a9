import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { createdTag, type TagCommand } from '../model/tag-changes.ts'
import { foldTag } from '../model/tag-expression.ts'
import { changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * @throws governance.denied, governance.invalid-input (also for a key that is there, D-14)
 * @see Lake Formation `CreateLFTag`
 */
export async function createTag(
  deps: Workings,
  caller: Caller,
  command: TagCommand,
): Promise<void> {
  await rulesFor(deps, [caller.accountId])
  await changeRules(deps, caller, {
    action: 'lakeformation:CreateLFTag',
    record: 'governance.tag-created',
    resource: `tag ${foldTag(command.key)}`,
    detail: { values: command.values },
    plan: (snapshot) => createdTag(snapshot, actOf(deps, caller), command),
  })
}
