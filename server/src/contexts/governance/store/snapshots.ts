import { isDeepStrictEqual } from 'node:util'
import { afterCommit, type Sql, type SqlTransaction } from '../../../foundation/sql.ts'
import { emptySnapshot, next, type Snapshot } from '../model/snapshot.ts'
import type { Change, GovernedAccount } from '../model/world.ts'
import { applyChanges, lockVersion } from './apply.ts'
import { loadChanges } from './load.ts'

/** The newest committed snapshot in memory, and the one way to make the next. */
export interface Snapshots {
  current(): Snapshot
  /** Takes in what other servers have changed, and accounts that are new. */
  reload(): Promise<void>
  /** What a transaction sees, with its own changes; nobody else changes any until it ends. */
  within(tx: SqlTransaction): Promise<Snapshot>
  /** Writes what `plan` makes of the newest snapshot; `plan` may throw to refuse. */
  change(
    tx: SqlTransaction,
    plan: (snapshot: Snapshot) => readonly Change[],
  ): Promise<{ before: Snapshot; after: Snapshot; changes: readonly Change[] }>
}

type Accounts = () => Promise<readonly GovernedAccount[]>

export async function openSnapshots(sql: Sql, accounts: Accounts): Promise<Snapshots> {
  const holder = { newest: await caughtUp({ sql, accounts }) }
  // What a transaction has changed so far, for its own next change.
  const pending = new WeakMap<SqlTransaction, Snapshot>()

  const publish = (snapshot: Snapshot) => {
    if (snapshot.version >= holder.newest.version) holder.newest = snapshot
  }
  const inTransaction = async (tx: SqlTransaction): Promise<Snapshot> => {
    const version = await lockVersion(tx)
    const known = pending.get(tx) ?? holder.newest
    return known.version === version ? known : caughtUp({ sql: tx, accounts, known })
  }
  return {
    current: () => holder.newest,
    reload: async () => publish(await caughtUp({ sql, accounts, known: holder.newest })),
    within: inTransaction,
    change: async (tx, plan) => {
      const before = await inTransaction(tx)
      const changes = plan(before)
      if (changes.length === 0) return { before, after: before, changes }
      const after = next(before, changes)
      await applyChanges(tx, changes, after.version)
      pending.set(tx, after)
      afterCommit(tx, async () => publish(after))
      return { before, after, changes }
    },
  }
}

/** What is `known`, brought to what the database and identity say now. */
async function caughtUp(from: {
  sql: Sql
  accounts: Accounts
  known?: Snapshot
}): Promise<Snapshot> {
  const members = await from.accounts()
  const { version, of, changes } = await loadChanges(from.sql, from.known?.version)
  const known = of === 'since' ? from.known : undefined
  const all = [...changes, ...accountChanges(known?.world.accounts ?? new Map(), members)]
  return known && all.length === 0 ? known : next(known ?? emptySnapshot, all, version)
}

function accountChanges(
  known: ReadonlyMap<string, GovernedAccount>,
  members: readonly GovernedAccount[],
): Change[] {
  const there = new Map(members.map((member) => [member.id as string, member]))
  const gone = [...known.keys()].filter((key) => !there.has(key))
  const news = [...there].filter(([key, row]) => !isDeepStrictEqual(known.get(key), row))
  return [
    ...gone.map((key): Change => ({ of: 'accounts', key, row: undefined })),
    ...news.map(([key, row]): Change => ({ of: 'accounts', key, row })),
  ]
}
