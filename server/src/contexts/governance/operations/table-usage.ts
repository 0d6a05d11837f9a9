import type { Caller } from '../../identity/index.ts'
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
 * admins of its account and whoever may change it see everybody, as the owner’s copy of the audit
 * names them: people of accounts that do not trust the owner by their ids. Others see their own.
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
  await chainWaiting(deps)
  const { from, to } = usageDays(deps)
  const counted = await readsOf(deps.sql, tableId, from)
  const reads = counted.filter(({ own }) => !own)
  const { abroad, administered } = await standing(deps, caller, tableId)
  const all = permits(access, 'ALTER') || administered
  const colleague = ({ accountId }: TableReads) => accountId === caller.accountId
  const colleagues = counted.filter((one) => colleague(one) && one.own === abroad)
  const others = reads.filter((one) => !colleague(one))
  return {
    from,
    to,
    readers: readersOf(all ? [...colleagues, ...others] : colleagues),
    unnamedReaders: all ? 0 : principals(others),
    byDay: [...Map.groupBy(reads, ({ day }) => day)].map(([day, some]) => ({
      day,
      reads: some.reduce((sum, one) => sum + one.reads, 0),
      readers: some.length,
    })),
  }
}

/** Is the table of another account, and if not: does the caller administer its own? */
async function standing(deps: Workings, caller: Caller, tableId: string) {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const table = snapshot.world.tables.get(tableId)
  const owner = table && snapshot.world.databases.get(table.databaseId)?.accountId
  const abroad = owner !== caller.accountId
  return { abroad, administered: !abroad && administers(snapshot, principalOf(caller), 'any') }
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
