import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { type ExpressionCommand, updatedExpression } from '../model/expression-changes.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * Changes at once what every grant means that names the expression.
 *
 * @throws governance.denied, governance.not-found, governance.invalid-input
 * @see Lake Formation `UpdateLFTagExpression`
 */
export async function updateTagExpression(
  deps: Workings,
  caller: Caller,
  command: ExpressionCommand,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    action: 'lakeformation:UpdateLFTagExpression',
    record: 'governance.expression-updated',
    resource: `expression ${command.name}`,
    detail: { catalogId: command.catalogId, expression: command.expression },
    plan: (snapshot) => updatedExpression(snapshot, actOf(deps, caller), command),
  })
}
