import type { DomainError } from '../../../foundation/errors.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { decidesForOwnRole } from '../errors.ts'
import type { Approval } from '../model/approval.ts'
import { personBehind } from '../model/person.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { AccessRequest } from '../store/requests.ts'
import type { Standing } from './standing.ts'

/**
 * Why the caller cannot approve, where the person behind them could work as the role that it is
 * for: they would approve for themselves. Where no rule holds and no other admin could approve
 * either, nothing: such an admin can make the grant without any request.
 */
export async function ownRoleOf(
  deps: Workings,
  on: { snapshot: Snapshot; caller: Caller; request: AccessRequest; rules: Standing['rules'] },
): Promise<DomainError | undefined> {
  const { snapshot, caller, request, rules } = on
  const person = personBehind(caller)
  if (person === undefined || !(await couldTake(deps, person, request))) return undefined
  const named = rules.flatMap(({ approvers }) => approvers)
  const admins = snapshot.world.settings.get(request.accountId)?.admins ?? []
  const candidates = rules.length > 0 ? named : admins.filter((one) => USER.test(one))
  const own = new Set([person, request.person, request.requestedBy, request.principal])
  const others: string[] = []
  for (const one of new Set(candidates))
    if (!own.has(one) && !(await couldTake(deps, one, request))) others.push(one)
  if (rules.length === 0 && others.length === 0) return undefined
  return decidesForOwnRole({ person, role: request.principal, others })
}

/** The approvals of those who could not work as who gets the access, at this moment. */
export async function untied(
  deps: Workings,
  request: AccessRequest,
  approvals: readonly Approval[],
): Promise<Approval[]> {
  const free: Approval[] = []
  for (const one of approvals) if (!(await couldTake(deps, one.person, request))) free.push(one)
  return free
}

const USER = /:user\//
const ROLE = /:role\//

async function couldTake(
  { identity }: Workings,
  user: string,
  { principal: role }: AccessRequest,
): Promise<boolean> {
  return ROLE.test(role) && (await identity.couldWorkAs({ user, role }))
}
