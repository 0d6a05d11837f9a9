import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { deletedExpression, type ExpressionName } from '../model/expression-changes.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * Deletes the grants that name the expression too.
 *
 * @throws governance.denied, governance.not-found
 * @see Lake Formation `DeleteLFTagExpression`
 */
export async function deleteTagExpression(
  deps: Workings,
  caller: Caller,
  command: ExpressionName,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    action: 'lakeformation:DeleteLFTagExpression',
    record: 'governance.expression-deleted',
    resource: `expression ${command.name}`,
    detail: { catalogId: command.catalogId },
    plan: (snapshot) => deletedExpression(snapshot, actOf(deps, caller), command),
  })
}
