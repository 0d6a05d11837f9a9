import { type RawBuilder, sql as raw } from 'kysely'
import { addJob, addJobs, type JobHandler } from './jobs.ts'
import type { Log } from './log.ts'
import type { Sql, SqlTransaction } from './sql.ts'

/** What later contexts wait for; earlier ones announce and never know who listens. */
export interface Subscription {
  event: string
  /** Names the job of this subscriber: `pipelines.on-table-committed`. */
  subscriber: string
  handle: JobHandler
}

type Payload = Record<string, unknown>

const ANNOUNCE = 'foundation.announce'

/** Announces `event` to every subscriber, each by a job of its own, when `tx` commits. */
export async function announce(tx: SqlTransaction, event: string, payload: Payload): Promise<void> {
  await addJob(tx, ANNOUNCE, { event, payload })
}

/**
 * For a statement that changes and tells at once: announces what is told of each key that the named
 * step before it has answered, all of it together, and answers these keys.
 */
export function announcedAfter(
  step: string,
  event: string,
  told: readonly { key: string; payload: Payload }[],
): RawBuilder<unknown> {
  const keys = told.map(({ key }) => key)
  const payloads = told.map(({ payload }) => JSON.stringify(payload))
  return raw`, done AS MATERIALIZED (
      SELECT array_agg(key) AS keys, json_agg(payload) AS payloads
      FROM ${raw.ref(step)} JOIN unnest(${keys}::text[], ${payloads}::json[])
        AS told (key, payload) USING (key)
    ), announced AS MATERIALIZED (
      SELECT graphile_worker.add_job(identifier => ${ANNOUNCE},
        payload => json_build_object('event', ${event}::text, 'payloads', payloads))
      FROM done WHERE keys IS NOT NULL
    )
    SELECT unnest(keys) AS key FROM done, (SELECT count(*) FROM announced) AS jobs`
}

/** The handlers that carry announcements to subscribers; `main.ts` adds them to the others. */
export function eventHandlers(options: {
  sql: Sql
  log: Log
  subscriptions: Subscription[]
}): Record<string, JobHandler> {
  const { subscriptions, ...ground } = options
  const { sql } = ground
  const handlers: Record<string, JobHandler> = {
    [ANNOUNCE]: async (announcement) => {
      const { event, ...told } = announcement as { event: string } & Told
      const payload = 'payloads' in told ? { announced: told.payloads } : told.payload
      const names = subscriptions.filter((one) => one.event === event)
      await addJobs(
        sql,
        names.map(({ subscriber: name }) => ({ name, payload })),
      )
    },
  }
  for (const { subscriber, handle } of subscriptions)
    handlers[subscriber] = oneByOne(ground, subscriber, handle)
  return handlers
}

/** What was announced by itself, or together with what happened at the same moment. */
type Told = { payload: Payload } | { payloads: readonly Payload[] }

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
