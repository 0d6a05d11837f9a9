import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { decidesForOwnRole, denied, effectsChanged, invalidInput, notFound } from '../errors.ts'
import { type Approval, type Lack, lacking } from '../model/approval.ts'
import { personBehind } from '../model/person.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { putDenial } from '../record.ts'
import { makeAsked, tryAsked } from '../steps/as-asked.ts'
import { DECIDING, recordOf } from '../steps/request-record.ts'
import { rulesFor } from '../steps/rules.ts'
import { standingOf } from '../steps/standing.ts'
import { ownRoleOf, untied } from '../steps/takers.ts'
import { findApprovals, putApproval } from '../store/approvals.ts'
import { type AccessRequest, closeRequest, findRequest, lockRequest } from '../store/requests.ts'

interface Decision {
  id: string
  approve: boolean
  /** Of the effects that were shown; to approve. */
  digest?: string
  note?: string
  /** To end it before it was asked to end. */
  endsAt?: Date
}

/** How a request stands after a decision; open where more people must approve. */
export interface DecidedRequest extends AccessRequest {
  lacking: readonly Lack[]
}

/** So often the rules may change between a try and the approval of what it showed. */
const TURNS_MAX = 5

/**
 * Approves or rejects. The last approval that is needed grants, in the same transaction. Whoever
 * approves must have the right to grant, and agrees to effects and to what the grant gives: where
 * either is another by now, everybody is asked again. Nobody decides their own request, whatever
 * their role.
 *
 * @throws identity.access-denied, governance.not-found, governance.denied,
 * governance.invalid-input, governance.effects-changed
 */
export async function decideRequest(
  deps: Workings,
  caller: Caller,
  decision: Decision,
): Promise<DecidedRequest> {
  await deps.identity.demand(caller, { action: DECIDING, resource: '*' })
  try {
    const snapshot = await rulesFor(deps, [caller.accountId])
    const request = await findRequest(deps.sql, decision.id)
    await demandDeciding(deps, { snapshot, caller, request, decision })
    return await (decision.approve ? approved : rejected)(deps, caller, decision)
  } catch (error) {
    // What was put on record within is gone with its transaction.
    if ([denied, notFound, decidesForOwnRole].some(({ matches }) => matches(error)))
      await putDenial(deps, caller, { permission: DECIDING, resource: `request ${decision.id}` })
    throw error
  }
}

/** Tries the grant first: whoever may not make it hears so, and agrees to nothing. */
async function approved(
  deps: Workings,
  caller: Caller,
  decision: Decision,
): Promise<DecidedRequest> {
  const { digest } = decision
  if (digest === undefined)
    throw invalidInput({ reason: 'Whoever approves names the digest of what they saw' })
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const request = (await findRequest(deps.sql, decision.id)) as AccessRequest
    const seen = await tryAsked(deps, caller, request)
    if (seen.digest !== digest) break
    const { snapshotVersion: version } = seen
    const done = await approvedAt(deps, caller, { ...decision, digest, version })
    if (done) return done
  }
  throw effectsChanged({})
}

/** Undefined where the rules are no more those that the grant was tried on. */
async function approvedAt(
  deps: Workings,
  caller: Caller,
  decision: Decision & { digest: string; version: number },
): Promise<DecidedRequest | undefined> {
  const { digest, id } = decision
  return transaction(deps.sql, async (tx) => {
    const locked = await lockRequest(tx, id)
    const snapshot = await deps.snapshots.within(tx)
    if (snapshot.version !== decision.version) return undefined
    const within = { ...deps, sql: tx }
    const on = { snapshot, caller, request: locked, decision }
    const { request, rules } = await demandDeciding(within, on)
    const mine = approvalOf(deps, caller, { ...decision, digest })
    await putApproval(tx, id, mine)
    const given = (await findApprovals(tx, id)).filter((one) => one.digest === digest)
    const wanting = lacking(rules, await untied(within, request, given))
    if (wanting.length > 0) {
      await putAudit(tx, [recordOf(caller, request, 'governance.request-seconded')])
      return { ...request, lacking: wanting }
    }
    const ending = { ...request, ...earliestEnd(deps, [request, ...given]) }
    await makeAsked(within, caller, { request: ending, digest })
    return closed(within, caller, { request: ending, decision })
  })
}

async function rejected(
  deps: Workings,
  caller: Caller,
  decision: Decision,
): Promise<DecidedRequest> {
  return transaction(deps.sql, async (tx) => {
    const locked = await lockRequest(tx, decision.id)
    const snapshot = await deps.snapshots.within(tx)
    const on = { snapshot, caller, request: locked, decision }
    const { request } = await demandDeciding({ ...deps, sql: tx }, on)
    return closed({ ...deps, sql: tx }, caller, { request, decision })
  })
}

async function demandDeciding(
  deps: Workings,
  on: {
    snapshot: Snapshot
    caller: Caller
    request: AccessRequest | undefined
    decision: Decision
  },
) {
  const { snapshot, caller, request, decision } = on
  if (!request) throw notFound({ resource: decision.id })
  const { rules, ...may } = await standingOf(deps.sql, { snapshot, caller, request })
  if (request.accountId !== caller.accountId && !may.rejects)
    throw notFound({ resource: decision.id })
  const allowed = decision.approve ? may.approves : may.rejects
  if (!allowed || may.barred)
    throw denied({ permission: 'the right to decide', resource: `request ${request.id}` })
  const tie = decision.approve && (await ownRoleOf(deps, { snapshot, caller, request, rules }))
  if (tie) throw tie
  if (request.state !== 'open')
    throw invalidInput({ reason: `The request is already ${request.state}` })
  return { request, rules }
}

function approvalOf(
  { clock }: Workings,
  caller: Caller,
  { digest, endsAt }: { digest: string; endsAt?: Date },
): Approval {
  const { principalArn: principal } = caller
  const person = personBehind(caller) ?? principal
  return { principal, person, digest, approvedAt: clock(), ...(endsAt ? { endsAt } : {}) }
}

/** Each of them agreed to no later end than their own. */
function earliestEnd({ clock }: Workings, ends: readonly { endsAt?: Date }[]): { endsAt?: Date } {
  const [endsAt] = ends
    .flatMap((one) => one.endsAt ?? [])
    .toSorted((one, other) => one.getTime() - other.getTime())
  if (endsAt === undefined) return {}
  if (endsAt <= clock()) throw invalidInput({ reason: 'The access asked for would have ended' })
  return { endsAt }
}

async function closed(
  { sql, clock }: Workings,
  caller: Caller,
  { request, decision }: { request: AccessRequest; decision: Decision },
): Promise<DecidedRequest> {
  return transaction(sql, async (tx) => {
    const { id, note = null, approve } = decision
    const state = approve ? ('approved' as const) : ('rejected' as const)
    const verdict = { state, decidedBy: caller.principalArn, decidedAt: clock() }
    await closeRequest(tx, { id, ...verdict, note, endsAt: request.endsAt ?? null })
    const done = { ...request, ...verdict, ...(note === null ? {} : { note }) }
    await putAudit(tx, [recordOf(caller, done, `governance.request-${state}`)])
    return { ...done, lacking: [] }
  })
}
