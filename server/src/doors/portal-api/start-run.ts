import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'

/** Answers the earliest of the runs: days that do not follow each other need one each. */
export const startRun = operation('startRun', async (deps, { caller, params, body }) => {
  const { slices } = body
  const runs = await pipelinesOf(deps).startRun(caller, {
    pipeline: params.id,
    ...(slices && slices.length > 0 && { slices }),
  })
  return { id: runs[0]?.id ?? '' }
})
