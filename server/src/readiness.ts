import { setTimeout as sleep } from 'node:timers/promises'
import { sql as raw } from 'kysely'
import { tellable } from './foundation/database-away.ts'
import type { Sql } from './foundation/sql.ts'

const DATABASE_SECONDS_MAX = 2

/** Why nothing can be served; undefined where it can. Nothing is served without the database. */
export async function unreadyReason(
  sql: Sql,
  { ready }: { ready: boolean },
): Promise<string | undefined> {
  if (!ready) return 'starting'
  const waiting = new AbortController()
  const late = sleep(DATABASE_SECONDS_MAX * 1000, undefined, { signal: waiting.signal }).then(
    () => `the database has not answered for ${DATABASE_SECONDS_MAX} seconds`,
    () => undefined,
  )
  try {
    return await Promise.race([asked(sql), late])
  } finally {
    waiting.abort()
  }
}

async function asked(sql: Sql): Promise<string | undefined> {
  try {
    await raw`SELECT 1`.execute(sql)
    return undefined
  } catch (error) {
    return tellable(error)?.message ?? 'the database answers with an error'
  }
}
