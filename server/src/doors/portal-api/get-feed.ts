import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { feedState, wireChanged, wireWritten } from './written-feed-wire.ts'

export const getFeed = operation('getFeed', async (deps, { caller, params }) => {
  const asked = { feed: params.id }
  const { feed, written } = await ingestionOf(deps).getWrittenFeed(caller, asked)
  return { ...feedState(feed), ...wireWritten(feed.name, feed), ...wireChanged(written) }
})
