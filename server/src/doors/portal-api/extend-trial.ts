import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const extendTrial = operation('extendTrial', async (deps, { caller, params, body }) => {
  const endsAt = new Date(body.endsAt)
  const { reason } = body
  await trialsOf(deps, 'extendTrial').extendTrial(caller, { id: params.id, endsAt, reason })
  return { done: true as const }
})
