import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const applyFeed = operation('applyFeed', async (deps, { caller, body }) => {
  const { feed, changed } = await ingestionOf(deps).applyFeed(caller, body)
  return { id: feed.id, version: feed.version, changed }
})
