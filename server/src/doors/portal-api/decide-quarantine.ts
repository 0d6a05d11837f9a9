import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const decideQuarantine = operation('decideQuarantine', async (deps, call) => {
  const { caller, params, body } = call
  const ingestion = ingestionOf(deps, 'decideQuarantine')
  const command = { vintageId: Number(params.id), reason: body.note }
  if (body.decision === 'release') await ingestion.acceptVintage(caller, command)
  else await ingestion.rejectVintage(caller, command)
  return { done: true }
})
