import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { deletedOptIn, type OptInCommand } from '../model/opt-in-changes.ts'
import { textOf } from '../model/resource-name.ts'
import { changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * @throws governance.denied, governance.not-found, governance.invalid-input
 * @see Lake Formation `DeleteLakeFormationOptIn`
 */
export async function deleteOptIn(
  deps: Workings,
  caller: Caller,
  command: OptInCommand,
): Promise<void> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  await changeRules(deps, caller, {
    action: 'lakeformation:DeleteLakeFormationOptIn',
    record: 'governance.opted-out',
    resource: textOf(command.resource),
    detail: { catalogId: command.catalogId, grantee: command.principal },
    plan: (snapshot) => deletedOptIn(snapshot, actOf(deps, caller), command),
  })
}
