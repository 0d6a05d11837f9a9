import { feedsById } from './feeds-by-id.ts'
import { ingestionOf } from './ingestion-of.ts'
import { numberCursor } from './number-cursor.ts'
import { operation } from './operation.ts'
import { wireQuarantine } from './quarantine-wire.ts'

/** What waits for a decision, and what became of the rest; the newest first. */
export const listQuarantine = operation('listQuarantine', async (deps, { caller, query }) => {
  const { cursor, limit } = query
  const { items, next } = await ingestionOf(deps).listQuarantine(caller, {
    ...(cursor && { before: numberCursor(cursor) }),
    ...(limit && { size: limit }),
  })
  const feeds = await feedsById(deps, caller)
  return {
    items: items.map((one) => wireQuarantine(one, feeds)),
    ...(next !== undefined && { nextCursor: String(next) }),
  }
})
