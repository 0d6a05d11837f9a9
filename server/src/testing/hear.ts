import { eventHandlers } from '../foundation/events.ts'
import type { Log } from '../foundation/log.ts'
import type { Sql } from '../foundation/sql.ts'

/** The job that every announcement of what was asked to be heard becomes; nobody does it. */
export const HEARD = 'testing.hear'

export async function hear(given: { sql: Sql; log: Log }, event: string): Promise<void> {
  const heard = { event, subscriber: HEARD, handle: async () => {} }
  await eventHandlers({ ...given, subscriptions: [heard] })
}
