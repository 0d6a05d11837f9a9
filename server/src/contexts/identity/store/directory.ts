import { sql as raw } from 'kysely'
import type pg from 'pg'
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
  listen(pool: pg.Pool): Promise<{ stop(): Promise<void> }>
}

const CHANNEL = 'identity_changed'
const RECONNECT_MS = 500

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
    listen: (pool) => listen(pool, { log, self, refresh }),
  }
}

async function listen(
  pool: pg.Pool,
  options: { log: Log; self: string; refresh(): Promise<void> },
): Promise<{ stop(): Promise<void> }> {
  const { log, self, refresh } = options
  let stopped = false
  let client: pg.PoolClient | undefined
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    client = await pool.connect()
    client.on('error', lost)
    client.on('notification', ({ payload }) => {
      if (payload !== self) refresh().catch(lost)
    })
    await client.query(`LISTEN ${CHANNEL}`)
    await refresh()
  }

  function lost(error: Error): void {
    if (stopped || timer) return
    log.warn({ error: error.message }, 'changes of identity are not heard; connecting again')
    client?.release(true)
    client = undefined
    timer = setTimeout(() => {
      timer = undefined
      connect().catch(lost)
    }, RECONNECT_MS)
  }

  await connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      client?.release(true)
    },
  }
}
