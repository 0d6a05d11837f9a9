import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'

export const pausePipeline = operation('pausePipeline', async (deps, { caller, params, body }) => {
  const { paused } = body
  await pipelinesOf(deps).setPaused(caller, { pipeline: params.id, paused })
  return { done: true }
})
