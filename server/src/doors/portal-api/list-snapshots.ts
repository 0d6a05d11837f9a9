import type { AccountId } from '../../contexts/identity/index.ts'
import { numberCursor } from './number-cursor.ts'
import { operation } from './operation.ts'

export const listSnapshots = operation('listSnapshots', async (deps, { caller, params, query }) => {
  const { account, ...name } = params
  const { cursor, limit } = query
  const { items, next } = await deps.catalog.listSnapshots(caller, {
    ...name,
    accountId: account as AccountId,
    ...(cursor && { from: numberCursor(cursor) }),
    ...(limit && { size: limit }),
  })
  return {
    items: items.map((snapshot) => ({
      id: String(snapshot['snapshot-id']),
      committedAt: new Date(snapshot['timestamp-ms']).toISOString(),
      operation: snapshot.summary.operation ?? 'change',
      ...counted('addedRows', snapshot.summary['added-records']),
      ...counted('removedRows', snapshot.summary['deleted-records']),
      ...counted('totalRows', snapshot.summary['total-records']),
    })),
    ...(next !== undefined && { nextCursor: String(next) }),
  }
})

function counted(name: string, text: string | undefined): Record<string, number> {
  return text === undefined ? {} : { [name]: Number(text) }
}
