import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import { type GrantCommand, grantChanges } from '../model/grant-changes.ts'
import { external, parseGrantee } from '../model/principal.ts'
import { administers } from '../model/reach.ts'
import { textOf } from '../model/resource-name.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { actOf, detailOf } from '../steps/act.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

/**
 * @throws governance.invalid-input, governance.not-found, governance.denied
 * @see Lake Formation `GrantPermissions`
 */
export async function grantPermissions(
  deps: Workings,
  caller: Caller,
  command: GrantCommand,
): Promise<Changed> {
  const { startsAt, endsAt } = command
  if (startsAt && endsAt && startsAt >= endsAt)
    throw invalidInput({ reason: 'A grant must begin before it ends', field: 'endsAt' })
  await demandSharing(deps, caller, command)
  return changeRules(deps, caller, {
    action: 'lakeformation:GrantPermissions',
    record: 'governance.permissions-granted',
    resource: textOf(command.resource),
    detail: detailOf(command),
    plan: (snapshot) => grantChanges(snapshot, actOf(deps, caller), command),
  })
}

/** Who is not data lake admin and shares outside the account needs IAM’s leave to share. */
async function demandSharing(
  deps: Workings,
  caller: Caller,
  { principal, catalogId }: GrantCommand,
): Promise<void> {
  const grantee = parseGrantee(principal)
  const known = 'accountId' in grantee ? [grantee.accountId] : []
  const snapshot = await rulesFor(deps, [caller.accountId, catalogId, ...known])
  const leaves = caller.accountId === catalogId && external(grantee, catalogId)
  if (!leaves || administers(snapshot, principalOf(caller), 'admin')) return
  // AWS managed policy AWSLakeFormationCrossAccountManager.
  await deps.identity.demand(caller, { action: 'ram:CreateResourceShare', resource: '*' })
}
