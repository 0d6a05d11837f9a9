import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const pauseFeed = operation('pauseFeed', async (deps, { caller, params, body }) => {
  const { paused } = body
  await ingestionOf(deps).pauseFeed(caller, { feedId: params.id, paused })
  return { done: true }
})
