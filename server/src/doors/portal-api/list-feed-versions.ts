import { ingestionOf } from './ingestion-of.ts'
import { numberCursor } from './number-cursor.ts'
import { operation } from './operation.ts'
import { wireChanged, wireWritten } from './written-feed-wire.ts'

export const listFeedVersions = operation('listFeedVersions', async (deps, call) => {
  const { caller, params, query } = call
  const ingestion = ingestionOf(deps)
  const { feed } = await ingestion.getWrittenFeed(caller, { feed: params.id })
  const { items, next } = await ingestion.listFeedVersions(caller, {
    feedId: feed.id,
    ...(query.cursor && { before: numberCursor(query.cursor) }),
    ...(query.limit && { size: query.limit }),
  })
  return {
    items: items.map((one) => ({ ...wireWritten(feed.name, one), ...wireChanged(one) })),
    ...(next !== undefined && { nextCursor: String(next) }),
  }
})
