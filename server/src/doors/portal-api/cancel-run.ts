import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'

export const cancelRun = operation('cancelRun', async (deps, { caller, params }) => {
  await pipelinesOf(deps).cancelRun(caller, { runId: params.id })
  return { done: true }
})
