import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import { administers } from '../model/reach.ts'
import { putDenial } from '../record.ts'
import { DECIDING, recordOf } from '../steps/request-record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { type AccessRequest, closeRequest, lockRequest } from '../store/requests.ts'
import { grantPermissions } from './grant-permissions.ts'

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
