import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { type GrantCommand, revokeChanges } from '../model/grant-changes.ts'
import { textOf } from '../model/resource-name.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf, detailOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * Takes away what is named, from this row alone: those to whom it was passed on keep it (D-4).
 *
 * @throws governance.invalid-input, governance.not-found, governance.denied
 * @see Lake Formation `RevokePermissions`
 */
export async function revokePermissions(
  deps: Workings,
  caller: Caller,
  command: GrantCommand,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  return changeRules(deps, caller, {
    action: 'lakeformation:RevokePermissions',
    record: 'governance.permissions-revoked',
    resource: textOf(command.resource),
    detail: detailOf(command),
    plan: (snapshot) => revokeChanges(snapshot, actOf(deps, caller), command),
  })
}
