import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { updatedTag } from '../model/tag-changes.ts'
import { foldTag } from '../model/tag-expression.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'

/** @see Lake Formation `UpdateLFTag` */
export async function updateTag(
  deps: Workings,
  caller: Caller,
  command: {
    catalogId: AccountId
    key: string
    add: readonly string[]
    remove: readonly string[]
  },
): Promise<Changed> {
  return changeRules(deps, caller, {
    action: 'lakeformation:UpdateLFTag',
    record: 'governance.tag-updated',
    resource: `tag ${foldTag(command.key)}`,
    detail: { add: command.add, remove: command.remove },
    plan: (snapshot) => updatedTag(snapshot, actOf(deps, caller), command),
  })
}
