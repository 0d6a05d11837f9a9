import type { AccountId } from '../../identity/index.ts'
import { acrossAccounts, type OtherQuestion } from './decide-others.ts'
import type { Grant } from './grant.ts'
import { grantsOfKind } from './grant-index.ts'
import { expand, PERMISSIONS_OF, type Permission } from './permission.ts'
import { administers } from './reach.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'

export interface TagQuestion extends OtherQuestion {
  ownerId: AccountId
  key: string
  /** Absent: permissions on the key itself. `*`: on every value, also later ones. */
  value?: string
}

/** Permissions on a tag, or on one value of it. */
export function tagAccess(snapshot: Snapshot, question: TagQuestion): ReadonlySet<Permission> {
  const { principal, ownerId, use } = question
  const home = principal.accountId === ownerId
  if (home && administers(snapshot, principal, 'admin')) return new Set(PERMISSIONS_OF.tag)
  const permissions = acrossAccounts(snapshot, {
    ...question,
    candidates: (accountId, name) =>
      grantsOfKind(grantsOf(snapshot, accountId, name), 'tag').filter((grant) =>
        on(grant, question),
      ),
    given: (grants, half) => grants.flatMap((grant) => expand('tag', grant[half])),
  })
  const reader = home && use === 'permissions' && administers(snapshot, principal, 'any')
  if (reader) permissions.add('DESCRIBE')
  return permissions
}

/** What was shared of the tag with the account as a whole. */
export function sharedTagAccess(snapshot: Snapshot, question: TagQuestion) {
  const { principal } = question
  const admin = { ...principal, arn: `${principal.accountId}:shared` }
  return acrossAccounts(snapshot, {
    ...question,
    principal: admin,
    whole: true,
    candidates: (accountId, name) =>
      grantsOfKind(grantsOf(snapshot, accountId, name), 'tag').filter((grant) =>
        on(grant, question),
      ),
    given: (grants, half) => grants.flatMap((grant) => expand('tag', grant[half])),
  })
}

function on({ resource, catalogId }: Grant, question: TagQuestion): boolean {
  if (resource.kind !== 'tag' || catalogId !== question.ownerId) return false
  if (resource.key !== question.key) return false
  if (question.value === undefined || resource.values.includes('*')) return true
  return resource.values.includes(question.value)
}
