import { timeOrderedId } from '../../../foundation/ids.ts'
import { type AuditRecord, putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import { administers } from '../model/decide.ts'
import { legalPermissions, type Permission } from '../model/permission.ts'
import { parseGrantee } from '../model/principal.ts'
import type { ResourceName } from '../model/resource-name.ts'
import { textOf } from '../model/visible.ts'
import {
  type AccessRequest,
  closeRequest,
  findRequests,
  insertRequest,
  lockRequest,
} from '../store/requests.ts'
import { principalOf, rulesFor } from './demand.ts'
import { grantPermissions } from './grant-permissions.ts'

const PURPOSE_LENGTH_MAX = 2000

/**
 * Asks the admins of the own account for a grant. What is asked for need not exist: whether it does
 * shows only to who may know.
 *
 * @throws governance.invalid-input
 */
export async function requestAccess(
  deps: Workings,
  caller: Caller,
  wish: {
    catalogId: AccountId
    resource: ResourceName
    permissions: readonly Permission[]
    purpose: string
    /** A role or user of the own account; the caller itself unless named. */
    principal?: string
    endsAt?: Date
  },
): Promise<AccessRequest> {
  const grantee = parseGrantee(wish.principal ?? caller.principalArn)
  if (grantee.kind !== 'person' || grantee.accountId !== caller.accountId)
    throw invalidInput({ reason: 'Access is requested for a user or role of the own account' })
  const legal = legalPermissions(wish.resource.kind)
  if (wish.permissions.length === 0 || !wish.permissions.every((one) => legal.includes(one)))
    throw invalidInput({ reason: 'Permissions do not fit the resource' })
  if (wish.purpose.trim() === '' || wish.purpose.length > PURPOSE_LENGTH_MAX)
    throw invalidInput({ reason: 'A purpose must be given' })
  const now = deps.clock()
  const request: AccessRequest = {
    ...wish,
    id: timeOrderedId('request-', now),
    accountId: caller.accountId,
    principal: grantee.name,
    requestedBy: caller.principalArn,
    requestedAt: now,
    state: 'open',
  }
  await transaction(deps.sql, async (tx) => {
    await insertRequest(tx, request)
    await putAudit(tx, [recordOf(caller, request, 'governance.access-requested')])
  })
  return request
}

/** All requests of the account for its admins, the own ones for everybody else. */
export async function listRequests(
  deps: Workings,
  caller: Caller,
  query: { state?: AccessRequest['state'] },
): Promise<AccessRequest[]> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const all = administers(snapshot, principalOf(caller), 'any')
  const own = all ? {} : { requestedBy: caller.principalArn }
  return findRequests(deps.sql, { accountId: caller.accountId, ...query, ...own })
}

/**
 * Approves (and grants, in the same transaction) or rejects. The decider's own right to grant is
 * what counts; nobody decides their own request.
 *
 * @throws governance.not-found, governance.denied, governance.invalid-input
 */
export async function decideRequest(
  deps: Workings,
  caller: Caller,
  decision: { id: string; approve: boolean; note?: string; endsAt?: Date },
): Promise<AccessRequest> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const admin = administers(snapshot, principalOf(caller), 'admin')
  return transaction(deps.sql, async (tx) => {
    const request = await lockRequest(tx, decision.id)
    if (request?.accountId !== caller.accountId) throw notFound({ resource: decision.id })
    if (!admin || request.requestedBy === caller.principalArn)
      throw denied({ permission: 'data lake administrator', resource: `request ${request.id}` })
    if (request.state !== 'open')
      throw invalidInput({ reason: `The request is already ${request.state}` })
    const state = decision.approve ? ('approved' as const) : ('rejected' as const)
    const endsAt = decision.endsAt ?? request.endsAt
    if (decision.approve) {
      const { catalogId, principal, resource, permissions } = request
      const command = { catalogId, principal, resource, permissions, grantable: [] }
      const within = { ...deps, sql: tx }
      await grantPermissions(within, caller, { ...command, ...(endsAt ? { endsAt } : {}) })
    }
    const decided = { state, decidedBy: caller.principalArn, decidedAt: deps.clock() }
    const { id, note = null } = decision
    await closeRequest(tx, { id, ...decided, note, endsAt: endsAt ?? null })
    const closed = { ...request, ...decided, ...(endsAt ? { endsAt } : {}) }
    await putAudit(tx, [recordOf(caller, closed, `governance.request-${state}`)])
    return note === null ? closed : { ...closed, note }
  })
}

function recordOf(caller: Caller, request: AccessRequest, action: string): AuditRecord {
  const { id, principal, permissions, purpose, endsAt } = request
  return {
    accountId: caller.accountId,
    actor: caller.arn,
    principal: caller.principalArn,
    action,
    resource: textOf(request.resource),
    decision: 'allowed',
    detail: {
      requestId: id,
      grantee: principal,
      permissions,
      purpose,
      ...(endsAt ? { endsAt: endsAt.toISOString() } : {}),
    },
  }
}
