import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { permits } from '../model/decide.ts'
import { administers } from '../model/reach.ts'
import type { TableReads } from '../model/table-reads.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { usageDays } from '../steps/usage-days.ts'
import { chainWaiting } from '../store/audit.ts'
import { readsOf } from '../store/table-reads.ts'
import { tableAccess } from './table-access.ts'

export interface TableUsage {
  /** The days that were counted, by UTC. */
  from: string
  to: string
  /** By name, the one who read most first. */
  readers: { principal: string; accountId: string; reads: number; lastReadAt: Date }[]
  /** People of other accounts, whose names are the owner's and their own to know. */
  unnamedReaders: number
  byDay: { day: string; reads: number; readers: number }[]
}

/**
 * Who read a table in the last thirty days. Whoever may DESCRIBE it sees how much; by name the
 * admins of its account and whoever may change it see everybody, others their own account.
 *
 * @throws governance.not-found
 */
export async function tableUsage(
  deps: Workings,
  caller: Caller,
  { tableId }: { tableId: string },
): Promise<TableUsage> {
  const access = await tableAccess(deps, caller, tableId)
  if (!permits(access, 'DESCRIBE')) throw notFound({ resource: 'table' })
  await chainWaiting(deps.sql)
  const { from, to } = usageDays(deps)
  const reads = await readsOf(deps.sql, tableId, from)
  const all = permits(access, 'ALTER') || (await administersOwner(deps, caller, tableId))
  const named = reads.filter(({ accountId }) => all || accountId === caller.accountId)
  return {
    from,
    to,
    readers: readersOf(named),
    unnamedReaders: principals(reads) - principals(named),
    byDay: [...Map.groupBy(reads, ({ day }) => day)].map(([day, some]) => ({
      day,
      reads: some.reduce((sum, one) => sum + one.reads, 0),
      readers: some.length,
    })),
  }
}

async function administersOwner(deps: Workings, caller: Caller, tableId: string) {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const table = snapshot.world.tables.get(tableId)
  const owner = table && snapshot.world.databases.get(table.databaseId)?.accountId
  const own = owner === (caller.accountId as AccountId)
  return own && administers(snapshot, principalOf(caller), 'any')
}

function principals(reads: readonly TableReads[]): number {
  return new Set(reads.map(({ principal }) => principal)).size
}

function readersOf(reads: readonly TableReads[]): TableUsage['readers'] {
  return [...Map.groupBy(reads, ({ principal }) => principal)]
    .map(([principal, some]) => ({
      principal,
      accountId: some[0]!.accountId,
      reads: some.reduce((sum, one) => sum + one.reads, 0),
      lastReadAt: new Date(Math.max(...some.map(({ lastReadAt }) => lastReadAt.getTime()))),
    }))
    .sort((left, right) => right.reads - left.reads)
}
