import { type RawBuilder, sql as raw } from 'kysely'
import { addJob, type JobHandler } from './jobs.ts'
import type { Log } from './log.ts'
import { type Sql, type SqlTransaction, transaction } from './sql.ts'

/** What later contexts wait for; earlier ones announce and never know who listens. */
export interface Subscription {
  event: string
  /** Names the job of this subscriber: `pipelines.on-table-committed`. */
  subscriber: string
  handle: JobHandler
}

type Payload = Record<string, unknown>

/**
 * Announces `event` when `tx` commits: a job of each subscriber that `eventHandlers` has noted,
 * made in one statement with what is told.
 */
export async function announce(tx: SqlTransaction, event: string, payload: Payload): Promise<void> {
  await raw`SELECT ${jobOfSubscriber(raw`${JSON.stringify(payload)}::json`)}
    FROM foundation.subscriptions WHERE event = ${event}`.execute(tx)
}

/**
 * For a statement that changes and tells at once: announces what is told of each key that the named
 * step before it has answered, all of it together, and answers these keys. Of some there is nothing
 * to tell.
 */
export function announcedAfter(
  step: string,
  event: string,
  told: readonly { key: string; payload: Payload | undefined }[],
): RawBuilder<unknown> {
  const keys = told.map(({ key }) => key)
  const payloads = told.map(({ payload }) => (payload ? JSON.stringify(payload) : null))
  return raw`, done AS MATERIALIZED (
      SELECT array_agg(key) AS keys,
        json_agg(payload) FILTER (WHERE payload IS NOT NULL) AS payloads
      FROM ${raw.ref(step)} JOIN unnest(${keys}::text[], ${payloads}::json[])
        AS told (key, payload) USING (key)
    ), announced AS MATERIALIZED (
      SELECT ${jobOfSubscriber(raw`json_build_object('announced', payloads)`)}
      FROM done CROSS JOIN foundation.subscriptions
      WHERE payloads IS NOT NULL AND event = ${event}
    )
    SELECT unnest(keys) AS key FROM done, (SELECT count(*) FROM announced) AS jobs`
}

function jobOfSubscriber(payload: RawBuilder<unknown>): RawBuilder<unknown> {
  return raw`graphile_worker.add_job(identifier => subscriber, payload => ${payload})`
}

/**
 * Notes who waits for what, in the place of those noted before, and answers the handlers of their
 * jobs; `main.ts` adds them to the others.
 */
export async function eventHandlers(options: {
  sql: Sql
  log: Log
  subscriptions: readonly Subscription[]
}): Promise<Record<string, JobHandler>> {
  const { subscriptions, ...ground } = options
  await noteSubscribers(ground.sql, subscriptions)
  const handlers = subscriptions.map(({ subscriber, handle }): [string, JobHandler] => [
    subscriber,
    oneByOne(ground, subscriber, handle),
  ])
  return { ...Object.fromEntries(handlers), [OLD_JOB]: (job) => announceOld(ground.sql, job) }
}

/** What an earlier version announced was a job of its own first. */
const OLD_JOB = 'foundation.announce'

async function announceOld(sql: Sql, job: unknown): Promise<void> {
  const { event, ...told } = job as { event: string; payload: Payload } | OldTogether
  const payload = 'payloads' in told ? { announced: told.payloads } : told.payload
  await transaction(sql, (tx) => announce(tx, event, payload))
}

interface OldTogether {
  event: string
  payloads: readonly Payload[]
}

async function noteSubscribers(
  sql: Sql,
  subscriptions: readonly Pick<Subscription, 'event' | 'subscriber'>[],
): Promise<void> {
  const events = subscriptions.map(({ event }) => event)
  const subscribers = subscriptions.map(({ subscriber }) => subscriber)
  await transaction(sql, async (tx) => {
    await raw`DELETE FROM foundation.subscriptions`.execute(tx)
    await raw`INSERT INTO foundation.subscriptions (event, subscriber)
      SELECT * FROM unnest(${events}::text[], ${subscribers}::text[])`.execute(tx)
  })
}

/** What fails among several is tried again by itself, and keeps none of the others back. */
function oneByOne(
  { sql, log }: { sql: Sql; log: Log },
  subscriber: string,
  handle: JobHandler,
): JobHandler {
  const all: JobHandler = async (payload, attempt) => {
    const { announced } = payload as { announced?: readonly Payload[] }
    if (!announced) return handle(payload, attempt)
    for (const one of announced)
      await handle(one, { last: false }).catch(async (error: unknown) => {
        log.error({ err: error, subscriber }, 'what was announced failed and is tried by itself')
        await addJob(sql, subscriber, one)
      })
  }
  return handle.lane === undefined ? all : Object.assign(all, { lane: handle.lane })
}
