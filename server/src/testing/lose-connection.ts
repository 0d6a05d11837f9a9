import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

const WAITING = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`

/** Ends the connection on which `ask` is in the middle of a query of `table`. */
export async function loseConnection<Result>(
  pool: pg.Pool,
  table: string,
  ask: () => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
    const asked = ask()
    asked.catch(() => {}) // It may fail before it is waited for.
    while ((await pool.query(WAITING)).rowCount === 0) await sleep(10)
    await client.query('ROLLBACK')
    return await asked
  } finally {
    client.release()
    await noticeLost(pool)
  }
}

/** A connection that is gone lies in its pool until the next query on it fails. */
async function noticeLost(pool: pg.Pool): Promise<void> {
  await Promise.allSettled(Array.from({ length: pool.totalCount }, () => pool.query('SELECT 1')))
}
