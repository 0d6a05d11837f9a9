import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { administers } from '../model/reach.ts'
import { DECIDING } from '../steps/request-record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { type AccessRequest, findRequests } from '../store/requests.ts'

const PAGE_SIZE = 50

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
