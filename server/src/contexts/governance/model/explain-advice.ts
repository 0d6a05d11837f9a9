import { invalidInput } from '../errors.ts'
import { permits, shareLeg } from './decide.ts'
import type { Leg } from './explain-words.ts'
import type { ExplainQuestion, Explanation } from './explanation.ts'
import type { Governed } from './governed.ts'
import { demandNoConflict } from './grant-limits.ts'
import { LINK_PERMISSIONS, type Permission } from './permission.ts'
import { parseGrantee } from './principal.ts'
import { namesInRules } from './reach.ts'
import { rulesNaming } from './row-rules.ts'
import type { Snapshot } from './snapshot.ts'
import { type Access, accessOf } from './table-access.ts'

interface Asked extends ExplainQuestion {
  on: Governed
  access: Access
}

/** Of what is lacking, or lacking in part, to a principal of another account. */
export function lackingLeg(snapshot: Snapshot, asked: Asked): Leg | undefined {
  const { principal, on, at, permission, access } = asked
  if (principal.accountId === on.ownerId || access.iamOnly) return undefined
  const gives = (use: 'permissions' | 'grantable') => {
    const leg = shareLeg(snapshot, { principal, on, at, use })
    if (!permits(leg, permission)) return false
    return !permits(access, permission) || !accessOf(leg, on).restricted
  }
  if (!gives('permissions')) return 'share'
  return gives('grantable') ? 'local' : 'grant-option'
}

/** The smallest grant that would change the answer, and that can be made as a whole. */
export function smallestRequest(
  snapshot: Snapshot,
  asked: Asked & { resource: string; lacks: Leg | undefined },
): Pick<Explanation, 'request'> {
  const { permission, access, on, resource, principal, at } = asked
  if (on.table.link && !LINK_PERMISSIONS.has(permission)) return {}
  if (permits(access, permission)) {
    const more = permission === 'SELECT' && access.restricted && opensMore(snapshot, asked)
    return more ? { request: { permissions: ['SELECT'], resource } } : {}
  }
  const shared = asked.lacks === 'share'
  const grantee = parseGrantee(shared ? principal.accountId : principal.arn)
  const { databaseId, id: tableId } = on.table
  const whole = {
    resource: { kind: 'table', databaseId, tableId } as const,
    ...{ catalogId: on.ownerId, grantee },
    accountId: shared ? on.ownerId : principal.accountId,
    during: { from: new Date(at) },
  }
  const alone = fits(() => demandNoConflict(snapshot, { ...whole, permissions: [permission] }))
  const permissions: Permission[] = alone ? [permission] : ['SELECT', permission]
  return { request: { permissions, resource } }
}

/** Columns can be granted; rows that a policy closes cannot. */
function opensMore(snapshot: Snapshot, { access, on, principal }: Asked): boolean {
  if (access.columns.size < on.columns.size) return true
  return rulesNaming(on.rules, namesInRules(snapshot, principal, on.ownerId)).length === 0
}

function fits(demand: () => void): boolean {
  try {
    demand()
    return true
  } catch (error) {
    if (!invalidInput.matches(error)) throw error
    return false
  }
}
