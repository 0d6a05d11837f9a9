import { addJob, type JobHandler } from './jobs.ts'
import type { SqlTransaction } from './sql.ts'

/** What later contexts wait for; earlier ones announce and never know who listens. */
export interface Subscription {
  event: string
  /** Names the job of this subscriber: `pipelines.on-table-committed`. */
  subscriber: string
  handle: JobHandler
}

/** Announces `event` to every subscriber, each by a job of its own, when `tx` commits. */
export async function announce(
  tx: SqlTransaction,
  event: string,
  payload: Record<string, unknown>,
): Promise<void> {
  await addJob(tx, 'foundation.announce', { event, payload })
}

/** The handlers that carry announcements to subscribers; `main.ts` adds them to the others. */
export function eventHandlers(options: {
  sql: Parameters<typeof addJob>[0]
  subscriptions: Subscription[]
}): Record<string, JobHandler> {
  const { sql, subscriptions } = options
  const handlers: Record<string, JobHandler> = {
    'foundation.announce': async (announcement) => {
      const { event, payload } = announcement as { event: string; payload: Record<string, unknown> }
      for (const { subscriber } of subscriptions.filter((one) => one.event === event))
        await addJob(sql, subscriber, payload)
    },
  }
  for (const { subscriber, handle } of subscriptions) handlers[subscriber] = handle
  return handlers
}
