import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const decideTrial = operation('decideTrial', async (deps, { caller, params, body }) => {
  const { decision, reasons } = body
  await trialsOf(deps, 'decideTrial').decideTrial(caller, { id: params.id, decision, reasons })
  return { done: true as const }
})
