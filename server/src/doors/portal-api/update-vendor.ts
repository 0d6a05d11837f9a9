import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const updateVendor = operation('updateVendor', async (deps, { caller, params, body }) => {
  await ingestionOf(deps).updateVendor(caller, { id: params.id, ...body })
  return { done: true }
})
