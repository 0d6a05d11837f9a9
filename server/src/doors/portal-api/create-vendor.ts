import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const createVendor = operation('createVendor', async (deps, { caller, body }) => {
  const { id } = await ingestionOf(deps).createVendor(caller, body)
  return { id }
})
