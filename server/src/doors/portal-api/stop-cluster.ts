import { operation } from './operation.ts'

export const stopCluster = operation('stopCluster', async (deps, { caller, params, exchange }) => {
  await deps.compute.endCluster(caller, { clusterId: params.id, token: exchange.requestId })
  return { done: true }
})
