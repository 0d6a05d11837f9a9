import assert from 'node:assert/strict'
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Log } from './log.ts'
import { preparingClient } from './prepared.ts'

/**
 * Every table of the platform by its qualified name. Each context adds its own in `store/tables.ts`
 * by `declare module`, and only that context's store may name them.
 */
// biome-ignore lint/suspicious/noEmptyInterface: contexts fill it by declaration merging.
export interface Tables {}

/** A connection pool, or a transaction on one connection of it. */
export type Sql = Kysely<Tables>
export type SqlTransaction = Transaction<Tables>

export interface Database {
  sql: Sql
  pool: pg.Pool
  close(): Promise<void>
}

const BIGINT_OID = 20
/** So long one waits for a connection, also for one that others have. */
const CONNECTION_MS_MAX = 30_000
const KEEP_ALIVE_AFTER_MS = 10_000
const UNIQUE_VIOLATION = '23505' // PostgreSQL, appendix A, "Error Codes".

/** Where a database tells what nobody waits for. */
const LOG = Symbol('log')

/** `bigint` columns arrive as numbers: counters and sizes, always below 2^53. */
function parseBigint(text: string): number {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `bigint ${text} is beyond 2^53`)
  return value
}

export function openDatabase(options: {
  url: string
  log: Log
  connectionsMax?: number
}): Database {
  const types = new pg.TypeOverrides()
  types.setTypeParser(BIGINT_OID, parseBigint)
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax ?? 16,
    connectionTimeoutMillis: CONNECTION_MS_MAX,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    Client: preparingClient(),
    types,
  })
  // A connection that PostgreSQL closes must not end the process; its query fails by itself.
  const lost = (error: Error) => options.log.debug({ error: error.message }, 'connection lost')
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  const kysely = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  const sql = Object.assign(kysely, { [LOG]: options.log })
  const close = async () => {
    await sql.destroy()
    // Kysely ends the pool only if it was used through Kysely.
    if (!pool.ended) await pool.end()
  }
  return { sql, pool, close }
}

type Step = () => Promise<void>

/** What a transaction carries along, to be run when it has committed. */
const PENDING = Symbol('after commit')

/**
 * Runs `work` in one transaction, then what was registered by `afterCommit`, in order, before it
 * returns: each of them, whether or not another fails. The change stands by then, so that a step
 * that fails is logged and not thrown. Inside a transaction it joins that transaction.
 */
export async function transaction<Result>(
  sql: Sql,
  work: (tx: SqlTransaction) => Promise<Result>,
): Promise<Result> {
  if (sql.isTransaction) return work(sql as SqlTransaction)
  const pending: Step[] = []
  const result = await sql.transaction().execute(async (tx) => {
    return work(Object.assign(tx, { [PENDING]: pending }))
  })
  const { [LOG]: log } = sql as { [LOG]?: Log }
  assert(log, 'transaction needs a database opened by openDatabase()')
  for (const step of pending)
    await step().catch((err: unknown) => log.error({ err }, 'a step after a commit failed'))
  return result
}

/** Answers what `work` does in a transaction that is rolled back: nothing of it stays. */
export async function tried<Result>(
  sql: Sql,
  work: (tx: SqlTransaction) => Promise<Result>,
): Promise<Result> {
  assert(!sql.isTransaction, 'what is to be rolled back needs a transaction of its own')
  const rollback = Symbol('rollback')
  let done: { result: Result } | undefined
  const attempt = transaction(sql, async (tx) => {
    done = { result: await work(tx) }
    throw rollback
  })
  await attempt.catch((error: unknown) => {
    if (error !== rollback) throw error
  })
  assert(done)
  return done.result
}

/** Runs the queries of `work` on one state of the database, whatever commits meanwhile. */
export async function reading<Result>(
  sql: Sql,
  work: (tx: SqlTransaction) => Promise<Result>,
): Promise<Result> {
  if (sql.isTransaction) return work(sql as SqlTransaction)
  const begin = sql.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return begin.execute(work)
}

/**
 * Defers `step` until the transaction has committed; a rolled-back transaction drops it. What it
 * leaves undone where it fails, or where the server dies before it, something else must make good:
 * a sweep, or the next who asks.
 */
export function afterCommit(tx: SqlTransaction, step: Step): void {
  const { [PENDING]: pending } = tx as { [PENDING]?: Step[] }
  assert(pending, 'afterCommit needs a transaction opened by transaction()')
  pending.push(step)
}

/** Somebody else has, or has just taken, what must be there once. */
export function takenMeanwhile(error: unknown): boolean {
  return (error as { code?: string }).code === UNIQUE_VIOLATION
}

/** A lost connection, a server that is stopped, its host, or itself: who knows what it did. */
const UNKNOWN_END = /^(?:08|57P|58|XX)/ // PostgreSQL, appendix A, "Error Codes".

/** PostgreSQL refused a statement, which left nothing behind; a lost connection may have. */
export function isRolledBack(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  return error.code !== undefined && !UNKNOWN_END.test(error.code)
}
