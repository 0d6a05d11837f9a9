import { noSuchItem } from './errors.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const decideQuarantine = operation('decideQuarantine', async (deps, call) => {
  const { decision, note } = call.body
  const { id } = call.params
  if (!/^\d{1,15}$/.test(id)) throw noSuchItem({ kind: 'quarantined vintage', id })
  const command = { vintageId: Number(id), reason: note }
  const ingestion = ingestionOf(deps)
  if (decision === 'release') await ingestion.acceptVintage(call.caller, command)
  else await ingestion.rejectVintage(call.caller, command)
  return { done: true }
})
