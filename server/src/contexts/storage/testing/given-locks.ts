import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { GivenStorage } from './given-storage.ts'

const TURNS_MAX = 1000

export interface HeldOpen {
  /** Returns once so many others wait for a lock, of this or of each other. */
  waitedFor(by: number): Promise<void>
  query: pg.PoolClient['query']
  commit(): Promise<void>
}

/** Runs a statement on a connection of its own, whose transaction stays open until `commit`. */
export async function givenHeldOpen(
  { database }: GivenStorage,
  statement: string,
): Promise<HeldOpen> {
  const client = await database.pool.connect()
  await client.query('BEGIN')
  await client.query(statement)
  return {
    async waitedFor(by) {
      for (let turns = 0; turns < TURNS_MAX; turns += 1) {
        // A transaction is told of the others as they were when it asked first.
        const { rows } = await database.pool.query(`SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`)
        if (rows.length >= by) return
        await sleep(10)
      }
      client.release(true)
      assert.fail('nobody waits')
    },
    query: client.query.bind(client) as pg.PoolClient['query'],
    async commit() {
      await client.query('COMMIT')
      client.release()
    },
  }
}

/** Holds back every writer of an account that has to come alone. */
export const NOBODY_ALONE = `SELECT pg_advisory_xact_lock_shared(hashtextextended(
  'storage.use 111111111111', 0))`
