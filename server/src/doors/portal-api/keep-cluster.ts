import { operation } from './operation.ts'

export const keepCluster = operation('keepCluster', async (deps, { caller, params }) => {
  await deps.compute.keepCluster(caller, params.id)
  return { done: true }
})
