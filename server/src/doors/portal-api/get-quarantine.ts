import { noSuchItem } from './errors.ts'
import { operation } from './operation.ts'
import { quarantined } from './quarantined.ts'

export const getQuarantine = operation('getQuarantine', async (deps, { caller, params }) => {
  const all = await quarantined(deps, caller, 'getQuarantine')
  const found = all.find(({ id }) => id === params.id)
  if (!found) throw noSuchItem({ kind: 'quarantined vintage', id: params.id })
  return found
})
