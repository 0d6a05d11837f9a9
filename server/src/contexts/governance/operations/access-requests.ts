import { timeOrderedId } from '../../../foundation/ids.ts'
import { type AuditRecord, auditRecord, putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import { administers } from '../model/decide.ts'
import { legalPermissions, type Permission } from '../model/permission.ts'
import { parseGrantee } from '../model/principal.ts'
import type { ResourceName } from '../model/resource-name.ts'
import { textOf } from '../model/visible.ts'
import { putDenial } from '../record.ts'
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
const PAGE_SIZE = 50
/** Approving is granting, and rejecting is the other half of the same office. */
const DECIDING = 'lakeformation:GrantPermissions'
/** What somebody who wants to read asks for. */
const READING: readonly Permission[] = ['DESCRIBE', 'SELECT']

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
    /** To read, unless named. */
    permissions?: readonly Permission[]
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
  const permissions = wish.permissions ?? READING
  if (permissions.length === 0 || !permissions.every((one) => legal.includes(one)))
    throw invalidInput({ reason: 'Permissions do not fit the resource' })
  if (wish.purpose.trim() === '' || wish.purpose.length > PURPOSE_LENGTH_MAX)
    throw invalidInput({ reason: 'A purpose must be given' })
  const now = deps.clock()
  const request: AccessRequest = {
    ...wish,
    permissions,
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

/** `mine`: asked by the caller; `waiting`: open in the caller's account; `decided`: no more. */
export type RequestBox = 'mine' | 'waiting' | 'decided'

/** A request, and whether the caller is one who may decide it. */
export interface ListedRequest extends AccessRequest {
  mayDecide: boolean
}

/**
 * The newest first: of the whole account for admins whom IAM lets list permissions, the own ones
 * for everybody else; `next` is the `before` of the following page.
 */
export async function listRequests(
  deps: Workings,
  caller: Caller,
  query: { box: RequestBox; before?: string; size?: number },
): Promise<{ items: ListedRequest[]; next?: string }> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const principal = principalOf(caller)
  const may = (action: string) => deps.identity.allows(caller, { action, resource: '*' })
  const administrator = query.box !== 'mine' && administers(snapshot, principal, 'any')
  const sees = administrator && (await may('lakeformation:ListPermissions'))
  const decides = administers(snapshot, principal, 'admin') && (await may(DECIDING))
  const size = query.size ?? PAGE_SIZE
  const found = await findRequests(deps.sql, {
    accountId: caller.accountId,
    ...(query.box === 'mine' ? {} : { open: query.box === 'waiting' }),
    ...(sees ? {} : { requestedBy: caller.principalArn }),
    ...(query.before === undefined ? {} : { before: query.before }),
    limit: size + 1,
  })
  const items = found.slice(0, size).map((request) => ({
    ...request,
    mayDecide: decides && decidable(request, caller),
  }))
  const last = items.at(-1)
  return found.length > size && last ? { items, next: last.id } : { items }
}

/** Open, and not one's own. */
function decidable({ state, requestedBy }: AccessRequest, { principalArn }: Caller): boolean {
  return state === 'open' && requestedBy !== principalArn
}

/**
 * Approves (and grants, in the same transaction) or rejects. The decider's own right to grant is
 * what counts; nobody decides their own request.
 *
 * @throws identity.access-denied, governance.not-found, governance.denied, governance.invalid-input
 */
export async function decideRequest(
  deps: Workings,
  caller: Caller,
  decision: Decision,
): Promise<AccessRequest> {
  await deps.identity.demand(caller, { action: DECIDING, resource: '*' })
  try {
    return await decided(deps, caller, decision)
  } catch (error) {
    // What was put on record within is gone with its transaction.
    if (denied.matches(error) || notFound.matches(error))
      await putDenial(deps, caller, { permission: DECIDING, resource: `request ${decision.id}` })
    throw error
  }
}

interface Decision {
  id: string
  approve: boolean
  note?: string
  endsAt?: Date
}

async function decided(deps: Workings, caller: Caller, decision: Decision): Promise<AccessRequest> {
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
    const verdict = { state, decidedBy: caller.principalArn, decidedAt: deps.clock() }
    const { id, note = null } = decision
    await closeRequest(tx, { id, ...verdict, note, endsAt: endsAt ?? null })
    const closed = { ...request, ...verdict, ...(endsAt ? { endsAt } : {}) }
    await putAudit(tx, [recordOf(caller, closed, `governance.request-${state}`)])
    return note === null ? closed : { ...closed, note }
  })
}

function recordOf(caller: Caller, request: AccessRequest, action: string): AuditRecord {
  const { id, principal, permissions, purpose, endsAt } = request
  return auditRecord(caller, {
    action,
    resource: textOf(request.resource),
    detail: {
      requestId: id,
      grantee: principal,
      permissions,
      purpose,
      ...(endsAt ? { endsAt: endsAt.toISOString() } : {}),
    },
  })
}
