import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { wireFeedPlan } from './written-feed-wire.ts'

export const planFeed = operation('planFeed', async (deps, { caller, body }) => {
  const { version: _, ...written } = body
  return wireFeedPlan(await ingestionOf(deps).planFeed(caller, written))
})
