import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { deletedRowPolicy, type RowPolicyName } from '../model/row-policy-changes.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * With its attachments: rows that it closed are open then, which is told in the log.
 *
 * @throws governance.not-found, governance.denied
 * @see Lake Formation `DeleteRLSPolicy`
 */
export async function deleteRowPolicy(
  deps: Workings,
  caller: Caller,
  command: RowPolicyName,
): Promise<Changed> {
  await rulesFor(deps, [caller.accountId, command.catalogId])
  const changed = await changeRules(deps, caller, {
    action: 'lakeformation:DeleteRLSPolicy',
    record: 'governance.row-policy-deleted',
    resource: `RLS policy ${command.name}`,
    detail: { catalogId: command.catalogId },
    plan: (snapshot) => deletedRowPolicy(snapshot, actOf(deps, caller), command),
  })
  const detached = changed.changes.filter(({ of }) => of === 'rowAttachments').length
  const { catalogId, name } = command
  if (detached > 0)
    deps.log.warn({ catalogId, policy: name, detached }, 'an attached RLS policy was deleted')
  return changed
}
