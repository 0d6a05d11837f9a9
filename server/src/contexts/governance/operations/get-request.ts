import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput, notFound } from '../errors.ts'
import { type Approval, type Lack, lacking } from '../model/approval.ts'
import { administers } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { isRefusal } from '../record.ts'
import { type AskedGrant, tryAsked } from '../steps/as-asked.ts'
import { DECIDING } from '../steps/request-record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { type Standing, standingOf } from '../steps/standing.ts'
import { ownRoleOf, untied } from '../steps/takers.ts'
import { findApprovals } from '../store/approvals.ts'
import { type AccessRequest, findRequest } from '../store/requests.ts'
import type { ListedRequest } from './list-requests.ts'

/** A request as who may decide it sees it. */
export interface ShownRequest extends ListedRequest {
  /** What granting it would change and give; absent for who may not, and once it is decided. */
  seen?: AskedGrant
  /** Why the caller, who is one to approve, could not make the grant: they may refuse it. */
  refusal?: string
  /** To be had for the effects that are seen. */
  lacking: readonly Lack[]
  approvals: readonly (Approval & { counts: boolean })[]
}

/**
 * One request, for who asked, admins of their account, and those who approve it: these are shown
 * what it would change, and who approved.
 *
 * @throws governance.not-found
 */
export async function getRequest(
  deps: Workings,
  caller: Caller,
  id: string,
): Promise<ShownRequest> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const request = await findRequest(deps.sql, id)
  if (!request) throw notFound({ resource: id })
  const standing = await standingOf(deps.sql, { snapshot, caller, request })
  const may = (action: string) => deps.identity.allows(caller, { action, resource: '*' })
  const decides = standing.rejects && !standing.barred && (await may(DECIDING))
  if (!(decides || standing.named || (await seesRequest({ snapshot, caller, request, may }))))
    throw notFound({ resource: id })
  const mayDecide = decides && request.state === 'open'
  const shown = { ...request, mayDecide, mayGrant: mayDecide && standing.approves }
  if (!decides || !standing.approves) return { ...shown, lacking: [], approvals: [] }
  const told = await forApproval(deps, caller, { snapshot, request, standing })
  return { ...shown, ...told, mayGrant: shown.mayGrant && told.refusal === undefined }
}

async function seesRequest(on: {
  snapshot: Snapshot
  caller: Caller
  request: AccessRequest
  may: (action: string) => Promise<boolean>
}): Promise<boolean> {
  const { snapshot, caller, request, may } = on
  if (request.accountId !== caller.accountId) return false
  if (request.requestedBy === caller.principalArn) return true
  const admin = administers(snapshot, principalOf(caller), 'any')
  return admin && (await may('lakeformation:ListPermissions'))
}

async function forApproval(
  deps: Workings,
  caller: Caller,
  on: { snapshot: Snapshot; request: AccessRequest; standing: Standing },
): Promise<Pick<ShownRequest, 'seen' | 'refusal' | 'lacking' | 'approvals'>> {
  const { request, standing } = on
  const approvals = await findApprovals(deps.sql, request.id)
  if (request.state !== 'open')
    return { lacking: [], approvals: approvals.map((one) => ({ ...one, counts: true })) }
  const tried = await triedFor(deps, caller, on)
  const digest = 'digest' in tried ? tried.digest : undefined
  const free = new Set(await untied(deps, request, approvals))
  const counts = (one: Approval) => one.digest === digest && free.has(one)
  const marked = approvals.map((one) => ({ ...one, counts: counts(one) }))
  return {
    ...('digest' in tried ? { seen: tried } : tried),
    lacking: lacking(
      standing.rules,
      marked.filter(({ counts }) => counts),
    ),
    approvals: marked,
  }
}

/** What is agreed to, or why the caller cannot. */
async function triedFor(
  deps: Workings,
  caller: Caller,
  { snapshot, request, standing: { rules } }: Parameters<typeof forApproval>[2],
): Promise<AskedGrant | { refusal: string }> {
  const tie = await ownRoleOf(deps, { snapshot, caller, request, rules })
  if (tie) return { refusal: tie.message }
  return tryAsked(deps, caller, request).catch((error: unknown) => {
    // What cannot be granted at all can still be looked at, and refused.
    const told = isRefusal(error) || invalidInput.matches(error)
    if (told) return { refusal: (error as Error).message }
    throw error
  })
}
