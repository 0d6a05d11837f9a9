import { afterCommit, type Sql, type SqlTransaction } from '../../../foundation/sql.ts'
import { createSnapshot, next, type Snapshot } from '../model/snapshot.ts'
import type { Change, GovernedAccount } from '../model/world.ts'
import { applyChanges, lockVersion } from './apply.ts'
import { loadWorld } from './load.ts'

/** The newest committed snapshot in memory, and the one way to make the next. */
export interface Snapshots {
  current(): Snapshot
  /** Reads everything again: at the start, and when another server has changed rules. */
  reload(): Promise<void>
  /** Writes what `plan` makes of the newest snapshot; `plan` may throw to refuse. */
  change(
    tx: SqlTransaction,
    plan: (snapshot: Snapshot) => readonly Change[],
  ): Promise<{ before: Snapshot; after: Snapshot; changes: readonly Change[] }>
}

export async function openSnapshots(
  sql: Sql,
  accounts: () => Promise<readonly GovernedAccount[]>,
): Promise<Snapshots> {
  const load = async (from: Sql): Promise<Snapshot> => {
    const members = new Map((await accounts()).map((account) => [account.id as string, account]))
    const { version, world } = await loadWorld(from)
    return createSnapshot({ ...world, accounts: members }, version)
  }
  const holder = { newest: await load(sql) }
  // What a transaction has changed so far, for its own next change.
  const pending = new WeakMap<SqlTransaction, Snapshot>()

  const reload = async () => {
    const loaded = await load(sql)
    if (loaded.version >= holder.newest.version) holder.newest = loaded
  }
  const inTransaction = async (tx: SqlTransaction): Promise<Snapshot> => {
    const version = await lockVersion(tx)
    const known = pending.get(tx) ?? holder.newest
    return known.version === version ? known : load(tx)
  }
  const publish = async (after: Snapshot) => {
    if (after.version === holder.newest.version + 1) holder.newest = after
    else if (after.version > holder.newest.version) await reload()
  }
  return {
    current: () => holder.newest,
    reload,
    change: async (tx, plan) => {
      const before = await inTransaction(tx)
      const changes = plan(before)
      if (changes.length === 0) return { before, after: before, changes }
      const after = next(before, changes)
      await applyChanges(tx, changes, after.version)
      pending.set(tx, after)
      afterCommit(tx, () => publish(after))
      return { before, after, changes }
    },
  }
}
