import { isDeepStrictEqual } from 'node:util'
import type { Sql } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import { type ApprovalRule, type Need, needsOf } from '../model/approval.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findApprovalsOf } from '../store/approvals.ts'
import { type AccessRequest, findOpenOn } from '../store/requests.ts'

/** An open request, and whose word it needs by the rules before and by those after. */
export interface RequestTurn {
  request: AccessRequest
  /** Nobody’s by rule: an admin of the account of who asks decides. */
  before: readonly Need[]
  after: readonly Need[]
}

/** Those that other people would decide, or more or fewer of them, with other rules. */
export async function requestTurns(
  sql: Sql,
  snapshot: Snapshot,
  rules: {
    catalogId: AccountId
    before: readonly ApprovalRule[]
    after: readonly ApprovalRule[]
  },
): Promise<RequestTurn[]> {
  const requests = await findOpenOn(sql, rules.catalogId)
  const approvals = await findApprovalsOf(
    sql,
    requests.map(({ id }) => id),
  )
  return requests.flatMap((request) => {
    const given = approvals.get(request.id) ?? []
    const [before, after] = [rules.before, rules.after].map((all) =>
      needsOf(snapshot, request, { rules: all, approvals: given }),
    ) as [Need[], Need[]]
    return isDeepStrictEqual(before, after) ? [] : [{ request, before, after }]
  })
}
