import { feedsById } from './feeds-by-id.ts'
import { operation } from './operation.ts'

export const listFeeds = operation('listFeeds', async (deps, { caller }) => {
  const feeds = await feedsById(deps, caller)
  return { items: [...feeds.values()].map(({ wire }) => wire) }
})
