import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { createdOptIn, type OptInCommand } from '../model/opt-in-changes.ts'
import { textOf } from '../model/resource-name.ts'
import { changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * Lake Formation counts for the principal where IAM_ALLOWED_PRINCIPALS leaves it off for others.
 *
 * @throws governance.denied, governance.not-found, governance.invalid-input
 * @see Lake Formation `CreateLakeFormationOptIn`
 */
export async function createOptIn(
  deps: Workings,
  caller: Caller,
  command: OptInCommand,
): Promise<void> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  await changeRules(deps, caller, {
    action: 'lakeformation:CreateLakeFormationOptIn',
    record: 'governance.opted-in',
    resource: textOf(command.resource),
    detail: { catalogId: command.catalogId, grantee: command.principal },
    plan: (snapshot) => createdOptIn(snapshot, actOf(deps, caller), command),
  })
}
