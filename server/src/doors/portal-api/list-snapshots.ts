import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'

export const listSnapshots = operation('listSnapshots', async (deps, { caller, params, query }) => {
  const { account, ...name } = params
  const { metadata } = await deps.catalog.loadTable(caller, {
    ...name,
    accountId: account as AccountId,
  })
  const newest = metadata.snapshots.toSorted((a, b) => b['timestamp-ms'] - a['timestamp-ms'])
  const start = Number(query.cursor ?? 0)
  const end = start + (query.limit ?? 50)
  return {
    items: newest.slice(start, end).map((snapshot) => ({
      id: String(snapshot['snapshot-id']),
      committedAt: new Date(snapshot['timestamp-ms']).toISOString(),
      operation: snapshot.summary.operation ?? 'change',
      ...counted('addedRows', snapshot.summary['added-records']),
      ...counted('removedRows', snapshot.summary['deleted-records']),
      ...counted('totalRows', snapshot.summary['total-records']),
    })),
    ...(end < newest.length && { nextCursor: String(end) }),
  }
})

function counted(name: string, text: string | undefined): Record<string, number> {
  return text === undefined ? {} : { [name]: Number(text) }
}
