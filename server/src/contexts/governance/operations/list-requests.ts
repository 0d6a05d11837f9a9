import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { administers } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { DECIDING } from '../steps/request-record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { standingBy } from '../steps/standing.ts'
import { findRulesNaming, type RulesSet } from '../store/approval-rules.ts'
import { type AccessRequest, findRequests } from '../store/requests.ts'

const PAGE_SIZE = 50

/** `mine`: asked by the caller; `waiting`: open, for who decides; `decided`: no more. */
export type RequestBox = 'mine' | 'waiting' | 'decided'

/** A request, and whether the caller is one who may decide it. */
export interface ListedRequest extends AccessRequest {
  mayDecide: boolean
}

/**
 * The newest first: of the whole account for admins whom IAM lets list permissions, those that wait
 * for the caller by a rule, and the own ones; `next` is the `before` of the following page, which
 * may hold fewer than were asked for.
 */
export async function listRequests(
  deps: Workings,
  caller: Caller,
  query: { box: RequestBox; before?: string; size?: number },
): Promise<{ items: ListedRequest[]; next?: string }> {
  const eyes = await eyesOf(deps, caller, query.box)
  const size = query.size ?? PAGE_SIZE
  const found = await findRequests(deps.sql, {
    accountId: caller.accountId,
    ...(query.box === 'mine' ? {} : { open: query.box === 'waiting' }),
    ...(eyes.seesAll ? {} : { requestedBy: caller.principalArn }),
    catalogIds: eyes.naming.map(({ accountId }) => accountId),
    ...(query.before === undefined ? {} : { before: query.before }),
    limit: size + 1,
  })
  const page = found.slice(0, size)
  const items = page.flatMap((request) => {
    const { named, rejects, barred } = standingFor(eyes, caller, request)
    if (!(named || isOfCaller(eyes, caller, request))) return []
    const mayDecide = rejects && !barred && eyes.mayDecide && request.state === 'open'
    return [{ ...request, mayDecide }]
  })
  const last = page.at(-1)
  return found.length > size && last ? { items, next: last.id } : { items }
}

interface Eyes {
  snapshot: Snapshot
  /** Every request of the account. */
  seesAll: boolean
  /** By IAM. */
  mayDecide: boolean
  /** Rules that name the caller, by account. */
  naming: readonly RulesSet[]
}

async function eyesOf(deps: Workings, caller: Caller, box: RequestBox): Promise<Eyes> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const principal = principalOf(caller)
  const may = (action: string) => deps.identity.allows(caller, { action, resource: '*' })
  const administrator = box !== 'mine' && administers(snapshot, principal, 'any')
  return {
    snapshot,
    seesAll: administrator && (await may('lakeformation:ListPermissions')),
    mayDecide: await may(DECIDING),
    naming: box === 'mine' ? [] : await findRulesNaming(deps.sql, caller.principalArn),
  }
}

function standingFor({ snapshot, naming }: Eyes, caller: Caller, request: AccessRequest) {
  const set = naming.find(({ accountId }) => accountId === request.catalogId)
  return standingBy(set?.rules ?? [], { snapshot, caller, request })
}

function isOfCaller({ seesAll }: Eyes, caller: Caller, request: AccessRequest): boolean {
  const { accountId, requestedBy } = request
  return accountId === caller.accountId && (seesAll || requestedBy === caller.principalArn)
}
