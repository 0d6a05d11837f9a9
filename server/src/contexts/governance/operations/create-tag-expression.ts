import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { createdExpression, type ExpressionCommand } from '../model/expression-changes.ts'
import { changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * @throws governance.denied, governance.not-found, governance.limit-exceeded,
 *   governance.invalid-input (also for a name that is there, D-14)
 * @see Lake Formation `CreateLFTagExpression`
 */
export async function createTagExpression(
  deps: Workings,
  caller: Caller,
  command: ExpressionCommand,
): Promise<void> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  await changeRules(deps, caller, {
    action: 'lakeformation:CreateLFTagExpression',
    record: 'governance.expression-created',
    resource: `expression ${command.name}`,
    detail: { catalogId: command.catalogId, expression: command.expression },
    plan: (snapshot) => createdExpression(snapshot, actOf(deps, caller), command),
  })
}
