import { sql as raw } from 'kysely'
import type pg from 'pg'
import { type Following, follow } from '../../../foundation/follow.ts'
import { randomText } from '../../../foundation/ids.ts'
import type { Log } from '../../../foundation/log.ts'
import { afterCommit, type Sql, type SqlTransaction } from '../../../foundation/sql.ts'
import { loadSnapshot } from './load-snapshot.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Who there is, in memory: no request asks the database who its caller is or what it may do.
 * Loaded on first use and replaced after every change, this server's own or another's.
 */
export interface Directory {
  current(): Promise<Snapshot>
  /** To be called in the transaction of every change. */
  changed(tx: SqlTransaction): Promise<void>
  /** Follows the changes of other servers on a connection of its own. */
  listen(pool: pg.Pool): Promise<Following>
}

const CHANNEL = 'identity_changed'

export function createDirectory({ sql, log }: { sql: Sql; log: Log }): Directory {
  const self = randomText(12)
  let snapshot: Snapshot | undefined
  let running: Promise<void> | undefined
  let queued: Promise<void> | undefined

  async function load(): Promise<void> {
    try {
      snapshot = await loadSnapshot(sql)
    } catch (error) {
      // What we hold may be out of date: the next question loads it, or fails.
      snapshot = undefined
      throw error
    }
  }

  /** Loads what is committed by now; calls made while one load runs share the next. */
  function refresh(): Promise<void> {
    if (queued) return queued
    const before = running ?? Promise.resolve()
    const next = before
      .catch(() => {})
      .then(() => {
        queued = undefined
        running = next
        return load()
      })
    queued = next
    return next
  }

  return {
    async current() {
      if (!snapshot) await refresh()
      return snapshot!
    },
    async changed(tx) {
      await raw`SELECT pg_notify(${CHANNEL}, ${self})`.execute(tx)
      afterCommit(tx, refresh)
    },
    listen: (pool) =>
      follow(pool, {
        channel: CHANNEL,
        log,
        catchUp: refresh,
        heard: async (from) => (from === self ? undefined : refresh()),
      }),
  }
}
