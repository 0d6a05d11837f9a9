import type { ChainedRecord } from './audit-chain.ts'

/** How often a principal read a table on one day, by UTC. */
export interface TableReads {
  tableId: string
  /** `2026-03-02` */
  day: string
  principal: string
  /** Of the principal. */
  accountId: string
  /** Counted from the principal's own copy, of a table of another account. */
  own: boolean
  reads: number
  lastReadAt: Date
}

/** What hands somebody the content of a table: keys for its files, or its files by the platform. */
const READS: readonly string[] = ['catalog.credentials-vended', 'catalog.table-scanned']

/** The reads among audit records, summed up. */
export function readsAmong(
  records: readonly Pick<ChainedRecord, 'action' | 'at' | 'decision' | 'detail' | 'principal'>[],
): TableReads[] {
  const sums = new Map<string, TableReads>()
  for (const { action, at, decision, detail, principal } of records) {
    const { tableId, callerAccountId: accountId, ownerAccountId } = detail
    if (decision !== 'allowed' || !READS.includes(action)) continue
    if (typeof tableId !== 'string' || typeof accountId !== 'string') continue
    const day = at.toISOString().slice(0, 10)
    const own = ownerAccountId !== undefined
    const name = `${tableId} ${day} ${own} ${principal}`
    const { reads, lastReadAt } = sums.get(name) ?? { reads: 0, lastReadAt: at }
    const newest = new Date(Math.max(at.getTime(), lastReadAt.getTime()))
    const sum = { tableId, day, principal, accountId, own }
    sums.set(name, { ...sum, reads: reads + 1, lastReadAt: newest })
  }
  return [...sums.values()]
}
