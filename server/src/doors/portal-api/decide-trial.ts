import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const decideTrial = operation('decideTrial', async (deps, { caller, params, body }) => {
  await trialsOf(deps, 'decideTrial').decideTrial(caller, { id: params.id, ...body })
  return { done: true as const }
})
