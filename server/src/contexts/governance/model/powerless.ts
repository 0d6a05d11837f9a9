import type { ApprovalRule } from './approval.ts'
import { active } from './grant.ts'
import { parseGrantee } from './principal.ts'
import { administers, ownNames } from './reach.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Approvers who may grant nothing at the moment: neither are they data lake admins nor have they
 * the grant option on anything. They can refuse a request, and their approval grants nothing.
 */
export function powerlessIn(
  snapshot: Snapshot,
  rules: readonly ApprovalRule[],
  at: number,
): readonly string[] {
  const granting = new Set(
    snapshot.world.grants
      .values()
      .filter((grant) => grant.grantable.length > 0 && active(grant, at))
      .map(({ principal }) => principal),
  )
  const approvers = [...new Set(rules.flatMap((rule) => rule.approvers))]
  return approvers.filter((approver) => {
    const grantee = parseGrantee(approver)
    if (grantee.kind !== 'person') return false
    const person = { arn: grantee.name, accountId: grantee.accountId }
    if (administers(snapshot, person, 'admin')) return false
    return !ownNames(person).some((name) => granting.has(name))
  })
}
