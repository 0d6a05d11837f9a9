import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const createFeed = operation('createFeed', async (deps, { caller, body }) => {
  const { id } = await ingestionOf(deps).createFeed(caller, body)
  return { id }
})
