import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { administers, permits } from '../model/decide.ts'
import type { TableReads } from '../model/table-reads.ts'
import { chainWaiting } from '../store/audit.ts'
import { countReaders, readsOf } from '../store/table-reads.ts'
import { principalOf, rulesFor, tableAccess } from './demand.ts'

const DAYS = 30
const DAY_MS = 86_400_000

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
  if (!permits(access, 'DESCRIBE')) throw notFound({ resource: tableId })
  await chainWaiting(deps.sql)
  const { from, to } = lately(deps)
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

/**
 * How many principals read each of the tables lately, a few seconds old; of tables that the caller
 * may not DESCRIBE nothing is answered.
 */
export async function readerCounts(
  deps: Workings,
  caller: Caller,
  { tableIds }: { tableIds: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const access = await Promise.all(tableIds.map((id) => tableAccess(deps, caller, id)))
  const visible = tableIds.filter((_, index) => permits(access[index]!, 'DESCRIBE'))
  return countReaders(deps.sql, visible, lately(deps).from)
}

function lately({ clock }: Workings): { from: string; to: string } {
  const now = clock().getTime()
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  return { from: day(now - (DAYS - 1) * DAY_MS), to: day(now) }
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
