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
  /** Is the caller one whom they name? */
  named: boolean
  /** Whom they name, or an admin of the account where none holds. */
  approves: boolean
  /** Those who approve, and admins of who asks. */
  rejects: boolean
  /** It is their own, or no person is behind them: they decide nothing, whatever else they are. */
  barred: boolean
}

export async function standingOf(
  sql: Sql,
  { snapshot, caller, request }: { snapshot: Snapshot; caller: Caller; request: AccessRequest },
): Promise<Standing> {
  const set = await findRules(sql, request.catalogId)
  return standingBy(set?.rules ?? [], { snapshot, caller, request })
}

/** By the rules of the catalog. */
export function standingBy(
  all: readonly ApprovalRule[],
  { snapshot, caller, request }: { snapshot: Snapshot; caller: Caller; request: AccessRequest },
): Standing {
  const rules = rulesOn(snapshot, request, all)
  const admin =
    request.accountId === caller.accountId && administers(snapshot, principalOf(caller), 'admin')
  const named = rules.some(({ approvers }) => approvers.includes(caller.principalArn))
  const approves = rules.length > 0 ? named : admin
  const barred = isOwn(request, caller) || personBehind(caller) === undefined
  return { rules, named, approves, rejects: approves || admin, barred }
}

/** Asked for by the same person, in whatever role; or for their user, or the role they are in. */
function isOwn({ requestedBy, person, principal }: AccessRequest, caller: Caller): boolean {
  const own = [caller.principalArn, personBehind(caller)]
  return [requestedBy, person, principal].some((one) => one !== undefined && own.includes(one))
}
