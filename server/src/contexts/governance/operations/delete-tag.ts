import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { deletedTag } from '../model/tag-changes.ts'
import { foldTag } from '../model/tag-expression.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'

/** @see Lake Formation `DeleteLFTag` */
export async function deleteTag(
  deps: Workings,
  caller: Caller,
  command: { catalogId: AccountId; key: string },
): Promise<Changed> {
  return changeRules(deps, caller, {
    action: 'lakeformation:DeleteLFTag',
    record: 'governance.tag-deleted',
    resource: `tag ${foldTag(command.key)}`,
    plan: (snapshot) => deletedTag(snapshot, actOf(deps, caller), command),
  })
}
