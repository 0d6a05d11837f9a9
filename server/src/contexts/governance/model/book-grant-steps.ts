import type { GrantRule } from './book.ts'
import type { Step, Turned } from './book-step.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import { granteeText } from './principal.ts'

export interface GrantSteps {
  revokes: Step[]
  grants: Step[]
}

/** What is too much goes, then what is missing comes. */
export function grantSteps({ old, rule }: Turned<GrantRule>): GrantSteps {
  const gone = old === undefined ? [] : surplus(old, rule)
  const left = old && gone.length > 0 ? without(old, gone) : old
  const missing = rule !== undefined && !(left && sameRights(left, rule))
  return {
    revokes: old && gone.length > 0 ? [revokeStep(old, gone)] : [],
    grants: missing ? [grantStep(rule)] : [],
  }
}

/**
 * Permissions to revoke. The grant option alone cannot be revoked: its permission goes too, and is
 * granted again.
 */
function surplus(old: GrantRule, rule: GrantRule | undefined): readonly Permission[] {
  const held = spelledOut(old, old.permissions)
  if (rule === undefined) return held
  const wanted = spelledOut(rule, rule.permissions)
  const grantable = spelledOut(rule, rule.grantable)
  const gone = held.filter((one) => !wanted.includes(one))
  const loose = spelledOut(old, old.grantable).filter((one) => !grantable.includes(one))
  // ALL is more than what it holds: it takes a resource out of Lake Formation's hands.
  const all = old.permissions.includes('ALL') && !rule.permissions.includes('ALL')
  const allGrantable = old.grantable.includes('ALL') && !rule.grantable.includes('ALL')
  if (gone.length + loose.length === 0 && (all || allGrantable)) return held
  return held.filter((one) => gone.includes(one) || loose.includes(one))
}

function without(old: GrantRule, gone: readonly Permission[]): GrantRule | undefined {
  const left = (permissions: readonly Permission[]) =>
    spelledOut(old, permissions).filter((one) => !gone.includes(one))
  const permissions = left(old.permissions)
  return permissions.length === 0
    ? undefined
    : { ...old, permissions, grantable: left(old.grantable) }
}

function sameRights(one: GrantRule, other: GrantRule): boolean {
  const same = (some: readonly Permission[], others: readonly Permission[]) =>
    some.length === others.length && some.every((permission) => others.includes(permission))
  return same(one.permissions, other.permissions) && same(one.grantable, other.grantable)
}

function spelledOut({ resource }: GrantRule, permissions: readonly Permission[]) {
  const own: readonly Permission[] = PERMISSIONS_OF[resource.kind]
  return permissions.includes('ALL') ? [...own] : [...permissions]
}

function revokeStep(
  { at: _, rows = [], ...old }: GrantRule,
  permissions: readonly Permission[],
): Step {
  const principal = granteeText(old.principal, old.catalogId)
  return { does: 'revoke', command: { ...old, principal, permissions, grantable: [], rows } }
}

function grantStep({ at: _, rows: __, ...rule }: GrantRule): Step {
  return {
    does: 'grant',
    command: { ...rule, principal: granteeText(rule.principal, rule.catalogId), beside: true },
  }
}
