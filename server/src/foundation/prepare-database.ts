import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { migrate } from './migrate.ts'

/** Brings a database to the present: the queue's own tables first, then ours. */
export async function prepareDatabase(pool: pg.Pool, migrations: string): Promise<string[]> {
  await runMigrations({ pgPool: pool })
  return migrate(pool, migrations)
}
