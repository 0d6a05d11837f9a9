import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { administers } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { DECIDING } from '../steps/request-record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { standingBy } from '../steps/standing.ts'
import { accountsNaming, findRulesOf } from '../store/approval-rules.ts'
import { type AccessRequest, findRequests } from '../store/requests.ts'

const PAGE_SIZE = 50

/** `mine`: asked by the caller; `waiting`: open, for who decides; `decided`: no more. */
export type RequestBox = 'mine' | 'waiting' | 'decided'

/** A request, and whether the caller is one who may decide it: grant or refuse it. */
export interface ListedRequest extends AccessRequest {
  mayDecide: boolean
  /**
   * False where rules name others to approve: an admin of who asks may refuse it all the same. A
   * list tries no grant: whether the caller could make it is known where one request is looked at.
   */
  mayGrant: boolean
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
    catalogIds: eyes.named,
    ...(query.before === undefined ? {} : { before: query.before }),
    limit: size + 1,
  })
  const page = found.slice(0, size)
  const catalogs = [...new Set(page.map(({ catalogId }) => catalogId))]
  const rules = await findRulesOf(deps.sql, catalogs)
  const { snapshot } = eyes
  const items = page.flatMap((request) => {
    const all = rules.get(request.catalogId)?.rules ?? []
    const standing = standingBy(all, { snapshot, caller, request })
    const { named, approves, rejects, barred } = standing
    if (!(named || isOfCaller(eyes, caller, request))) return []
    const mayDecide = rejects && !barred && eyes.mayDecide && request.state === 'open'
    return [{ ...request, mayDecide, mayGrant: mayDecide && approves }]
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
  /** Accounts with rules that name the caller. */
  named: readonly AccountId[]
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
    named: box === 'mine' ? [] : await accountsNaming(deps.sql, caller.principalArn),
  }
}

function isOfCaller({ seesAll }: Eyes, caller: Caller, request: AccessRequest): boolean {
  const { accountId, requestedBy } = request
  return accountId === caller.accountId && (seesAll || requestedBy === caller.principalArn)
}
