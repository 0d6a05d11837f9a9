import { operation } from './operation.ts'

export const cancelAdoption = operation('cancelAdoption', async (deps, { caller, params }) => {
  await deps.catalog.cancelAdoption(caller, params)
  return { done: true }
})
