import type { Sql } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { type ApprovalRule, rulesOn } from '../model/approval.ts'
import { personBehind } from '../model/person.ts'
import { administers } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findRules } from '../store/approval-rules.ts'
import type { AccessRequest } from '../store/requests.ts'
import { principalOf } from './rules.ts'

/** What somebody has to do with a request. */
export interface Standing {
  /** The rules of the moment that hold for it. */
  rules: readonly ApprovalRule[]
  /** Is the caller one whom they name, or an admin of the account where none holds? */
  approves: boolean
  /** Those who approve, and admins of who asks. */
  rejects: boolean
  /** Asked for it, or gets it: nobody decides that for themselves. */
  own: boolean
}

export async function standingOf(
  sql: Sql,
  { snapshot, caller, request }: { snapshot: Snapshot; caller: Caller; request: AccessRequest },
): Promise<Standing> {
  const set = await findRules(sql, request.catalogId)
  const rules = rulesOn(snapshot, request, set?.rules ?? [])
  const admin =
    request.accountId === caller.accountId && administers(snapshot, principalOf(caller), 'admin')
  const named = isNamed(rules, caller)
  const approves = rules.length > 0 ? named : admin
  return { rules, approves, rejects: approves || admin, own: isOwn(request, caller) }
}

export function isNamed(rules: readonly ApprovalRule[], { principalArn }: Caller): boolean {
  return rules.some(({ approvers }) => approvers.includes(principalArn))
}

/** Also by another role: it is the person who counts. */
export function isOwn({ requestedBy, person, principal }: AccessRequest, caller: Caller): boolean {
  const own = [caller.principalArn, personBehind(caller)]
  return [requestedBy, person, principal].some((one) => one !== undefined && own.includes(one))
}
