import type { AccountId } from '../../contexts/identity/index.ts'
import { invalidRequest } from './errors.ts'
import { numberCursor } from './number-cursor.ts'
import { operation } from './operation.ts'

/** Newest first; of the caller's account unless another is named. */
export const listAudit = operation('listAudit', async (deps, { caller, query }) => {
  const { account, cursor, from, to, limit, dataset, ...words } = query
  const accountId = (account ?? caller.accountId) as AccountId
  const { records, next } = await deps.governance.searchAudit(caller, {
    ...words,
    accountId,
    ...(dataset && { dataset: datasetOf(dataset, accountId) }),
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

const DATASET = /^(?:(?<of>\d{12})\/)?(?<database>[^/.]+)\.(?<table>[^/]+)$/

/** @throws portal-api.invalid-request */
function datasetOf(text: string, accountId: AccountId) {
  const { of = accountId, database, table } = DATASET.exec(text)?.groups ?? {}
  if (database === undefined || table === undefined)
    throw invalidRequest({ detail: `"${text}" is not database.table or account/database.table` })
  return { accountId: of, database, table }
}
