import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import { recordedTogether } from '../../foundation/outbox.ts'
import { type Sql, transaction } from '../../foundation/sql.ts'
import type { Governance } from '../governance/index.ts'
import type { Caller } from '../identity/index.ts'

const FLUSH_SECONDS = 60

export interface ReadCounts {
  /** Counts a read under vended credentials; of other callers nothing is counted. */
  count(caller: Caller, sizeBytes: number): void
  /** Writes what was counted so far to the audit. */
  flush(): Promise<void>
  /** Flushes, and stops doing so every minute. */
  close(): Promise<void>
}

interface Count {
  caller: Caller
  tableId: string
  reads: number
  sizeBytes: number
  since: Date
}

/** Object reads under vended credentials, as one audit record per credential, table and minute. */
export function createReadCounts(deps: {
  sql: Sql
  clock: Clock
  log: Log
  governance: Pick<Governance, 'recordUse'>
}): ReadCounts {
  let counts = new Map<string, Count>()

  async function flush() {
    const taken = counts
    counts = new Map()
    if (taken.size === 0) return
    try {
      await transaction(deps.sql, (tx) =>
        recordedTogether(tx, async () => {
          for (const { caller, ...count } of taken.values())
            await deps.governance.recordUse(tx, caller, useOf(caller, count))
        }),
      )
    } catch (error) {
      for (const [name, count] of taken) counts.set(name, sumOf(count, counts.get(name)))
      throw error
    }
  }

  const timer = setInterval(() => {
    flush().catch((error) => deps.log.error({ err: error }, 'object reads were not audited'))
  }, FLUSH_SECONDS * 1000)
  timer.unref()

  return {
    count(caller, sizeBytes) {
      if (!caller.scope) return
      const tableId = caller.scope.tableId ?? ''
      const name = `${caller.accessKeyId}/${tableId}`
      const count = counts.get(name) ?? newCount(caller, tableId, deps.clock())
      count.reads += 1
      count.sizeBytes += sizeBytes
      counts.set(name, count)
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

function sumOf(earlier: Count, later: Count | undefined): Count {
  if (!later) return earlier
  const { reads, sizeBytes } = later
  return { ...earlier, reads: earlier.reads + reads, sizeBytes: earlier.sizeBytes + sizeBytes }
}

function newCount(caller: Caller, tableId: string, since: Date): Count {
  return { caller, tableId, reads: 0, sizeBytes: 0, since }
}

function useOf(
  { accountId, accessKeyId, scope }: Caller,
  { tableId, reads, sizeBytes, since }: Omit<Count, 'caller'>,
): Parameters<Governance['recordUse']>[2] {
  const locations = scope?.prefixes.map(({ location }) => location) ?? []
  const counted = { reads, sizeBytes, since: since.toISOString(), locations }
  return {
    accountId: scope?.ownerAccountId ?? accountId,
    action: 'storage.objects-read',
    resource: tableId || (locations[0] ?? ''),
    detail: { accessKeyId, ...counted, ...(tableId && { tableId }) },
  }
}
