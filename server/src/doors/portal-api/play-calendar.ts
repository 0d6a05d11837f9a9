import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const playCalendar = operation('playCalendar', async (deps, { caller, params, body }) => {
  const playedAt = new Date(body.playedAt)
  await ingestionOf(deps).playCalendar(caller, { feedId: params.id, playedAt })
  return { done: true }
})
