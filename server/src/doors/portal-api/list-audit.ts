import { numberCursor } from './number-cursor.ts'
import { operation } from './operation.ts'

/** Newest first; of the caller's account unless another is named. */
export const listAudit = operation('listAudit', async (deps, { caller, query }) => {
  const { account, cursor, from, to, limit, principal, action, resource, decision } = query
  const { records, next } = await deps.governance.searchAudit(caller, {
    accountId: account ?? caller.accountId,
    ...(principal && { principal }),
    ...(action && { action }),
    ...(resource && { resource }),
    ...(decision && { decision }),
    ...(from && { from: new Date(from) }),
    ...(to && { to: new Date(to) }),
    ...(cursor && { before: numberCursor(cursor) }),
    limit: limit ?? 50,
  })
  return {
    items: records.map(({ sequence, at, previousHash: _, ...record }) => ({
      ...record,
      id: `${record.accountId}/${sequence}`,
      at: at.toISOString(),
    })),
    ...(next !== undefined && { nextCursor: String(next) }),
  }
})
