import type { AccountId } from '../../identity/index.ts'
import { acrossAccounts, type OtherQuestion } from './decide-others.ts'
import type { Grant } from './grant.ts'
import { grantsOfKind } from './grant-index.ts'
import { expand, PERMISSIONS_OF, type Permission } from './permission.ts'
import { administers } from './reach.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'

/** Permissions on a policy itself; they say nothing of rows. */
export function rowPolicyAccess(
  snapshot: Snapshot,
  question: OtherQuestion & { ownerId: AccountId; name: string },
): ReadonlySet<Permission> {
  const { principal, ownerId, name, use } = question
  const home = principal.accountId === ownerId
  if (home && administers(snapshot, principal, 'admin'))
    return new Set(PERMISSIONS_OF['row-policy'])
  const on = ({ resource, catalogId }: Grant) =>
    resource.kind === 'row-policy' && catalogId === ownerId && resource.name === name
  const permissions = acrossAccounts(snapshot, {
    ...question,
    candidates: (accountId, grantee) =>
      grantsOfKind(grantsOf(snapshot, accountId, grantee), 'row-policy').filter(on),
    given: (grants, half) => grants.flatMap((grant) => expand('row-policy', grant[half])),
  })
  const reader = home && use === 'permissions' && administers(snapshot, principal, 'any')
  if (reader) permissions.add('DESCRIBE')
  return permissions
}
