import { EventEmitter } from 'node:events'
import {
  type JobHelpers,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
  Logger as WorkerLogger,
  type WorkerPool,
} from 'graphile-worker'
import { sql as raw } from 'kysely'
import type pg from 'pg'
import type { Log } from './log.ts'
import type { Sql } from './sql.ts'

/** What a job does; it may run twice, so it must not mind. `payload` is what `addJob` was given. */
export type JobHandler = ((payload: unknown, attempt?: Attempt) => Promise<void>) & { lane?: Lane }

/** Which of the tries of a job it is. */
export interface Attempt {
  /** What fails now is not tried again. */
  last: boolean
  /** Aborted when the workers are to end: what can be done in parts ends after this one. */
  stopping?: AbortSignal
}

/**
 * Workers of each kind of job: nothing prompt waits for what takes minutes or hours. What comes is
 * looked for at once, and what comes within `lookMs` of that after it, together. `ahead` are taken
 * by one look: those of others wait where a key still replaces them.
 */
const LANES = {
  prompt: { workers: 4, lookMs: 20, ahead: 16 },
  long: { workers: 4, lookMs: 250 },
  builds: { workers: 3, lookMs: 250 },
  exports: { workers: 2, lookMs: 250 },
  upkeep: { workers: 1, lookMs: 250 },
}
type Lane = keyof typeof LANES
type LaneSize = { workers: number; lookMs: number; ahead?: number }

/** Has the job done by workers of its lane; without this it is a prompt one. */
export function inLane(
  lane: Lane,
  work: (payload: unknown, attempt: Attempt) => Promise<void>,
): JobHandler {
  return Object.assign(
    (payload: unknown, attempt: Attempt = { last: false }) => work(payload, attempt),
    { lane },
  )
}

export interface JobOptions {
  /** At most one waiting job of this key; adding it again replaces the earlier one. */
  key?: string
  runAt?: Date
  /** In the place of `runAt`: from now, whatever the database's clock says that now is. */
  afterMs?: number
  attemptsMax?: number
  /** Jobs of one queue run one after the other. */
  queue?: string
}

/** Adds a job in the transaction that needs it: it is a row before it is a process. */
export async function addJob(
  sql: Sql,
  name: string,
  payload: Record<string, unknown>,
  options: JobOptions = {},
): Promise<void> {
  await raw`SELECT graphile_worker.add_job(
    identifier => ${name}, payload => ${JSON.stringify(payload)}::json,
    queue_name => ${options.queue ?? null},
    run_at => coalesce(${options.runAt ?? null}::timestamptz,
      now() + ${options.afterMs ?? null}::float8 * interval '1 millisecond'),
    max_attempts => ${options.attemptsMax ?? null}::int,
    job_key => ${options.key ?? null})`.execute(sql)
}

/** Whether a job of this key is there that has not been given up. */
export async function jobStands(sql: Sql, key: string): Promise<boolean> {
  const { rows } = await raw`SELECT FROM graphile_worker.jobs
    WHERE key = ${key} AND attempts < max_attempts`.execute(sql)
  return rows.length > 0
}

/**
 * Starts the workers of all contexts, the only ones of their database: what a killed server had
 * begun is begun again. `stop` waits for running jobs.
 */
export async function startJobs(options: {
  pool: pg.Pool
  log: Log
  handlers: Record<string, JobHandler>
}): Promise<{ stop(): Promise<void> }> {
  await freeBegun(options.pool)
  const runners: Runner[] = []
  const ending = new AbortController()
  const ground = { ...options, stopping: ending.signal }
  for (const [lane, size] of Object.entries(LANES)) {
    const mine = Object.entries(options.handlers).filter(
      ([, handler]) => (handler.lane ?? 'prompt') === lane,
    )
    if (mine.length > 0) runners.push(await startLane(ground, { mine, size }))
  }
  return {
    async stop() {
      ending.abort()
      await Promise.all(runners.map((runner) => runner.stop()))
    },
  }
}

function startLane(
  { pool, log, stopping }: { pool: pg.Pool; log: Log; stopping: AbortSignal },
  { mine, size }: { mine: [string, JobHandler][]; size: LaneSize },
): Promise<Runner> {
  const taskList: TaskList = Object.fromEntries(
    mine.map(([name, handler]) => [
      name,
      async (payload: unknown, { job }: JobHelpers) =>
        handler(payload, { last: job.attempts >= job.max_attempts, stopping }),
    ]),
  )
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => lookTogether(workerPool, events, size.lookMs))
  return run({
    pgPool: pool,
    taskList,
    concurrency: size.workers,
    noHandleSignals: true,
    pollInterval: 1000,
    events,
    preset: {
      worker: {
        // In batches, since only those are tried again when a connection is lost at a job's end.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        ...(size.ahead && { localQueue: { size: size.ahead } }),
      },
    },
    logger: workerLogger(log),
  })
}

/** Every new job nudges every lane: a busy lake would spend its time on looking for none. */
function lookTogether(pool: WorkerPool, events: WorkerEvents, everyMs: number): void {
  const nudge = pool.nudge.bind(pool)
  let added = 0
  let resting: NodeJS.Timeout | undefined
  const look = () => {
    resting = undefined
    if (added === 0) return
    nudge(added)
    added = 0
    resting = setTimeout(look, everyMs)
  }
  pool.nudge = (count) => {
    added += count
    if (!resting) look()
  }
  // A worker that has ended must not be nudged.
  const end = () => {
    clearTimeout(resting)
    pool.nudge = () => {}
  }
  events.once('pool:gracefulShutdown', end)
  events.once('pool:forcefulShutdown', end)
}

/** By itself graphile-worker waits four hours for a worker that said nothing any more. */
async function freeBegun(pool: pg.Pool): Promise<void> {
  await pool.query(`SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by))
    FROM graphile_worker.jobs WHERE locked_by IS NOT NULL`)
}

function workerLogger(log: Log) {
  return new WorkerLogger(() => (level, message, meta) => {
    if (level === 'error') log.error({ meta }, message)
    else if (level === 'warning') log.warn(message)
    else log.debug(message)
  })
}

export interface Queue {
  /** The name of its jobs. */
  name: string
  /** Due and not begun. */
  waiting: number
  /** Given up after their last attempt. */
  failed: number
  /** When the oldest of those that wait was due. */
  oldestAt: Date | null
}

/** What waits and what was given up, by the name of the job. */
export async function readQueues(sql: Sql): Promise<Queue[]> {
  const { rows } = await raw<Queue>`
    SELECT task_identifier AS name,
      count(*) FILTER (WHERE run_at <= now() AND locked_at IS NULL AND attempts < max_attempts)
        AS waiting,
      count(*) FILTER (WHERE attempts >= max_attempts) AS failed,
      min(run_at) FILTER (
        WHERE run_at <= now() AND locked_at IS NULL AND attempts < max_attempts
      ) AS oldest_at
    FROM graphile_worker.jobs GROUP BY task_identifier ORDER BY task_identifier`.execute(sql)
  return rows
}
