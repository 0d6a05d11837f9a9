import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'

export const updatePipeline = operation('updatePipeline', async (deps, call) => {
  const { dryRun = false, ...change } = call.body
  return pipelinesOf(deps).updatePipeline(call.caller, {
    pipeline: call.params.id,
    change,
    dryRun,
  })
})
