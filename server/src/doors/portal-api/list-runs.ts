import { operation } from './operation.ts'
import { wireRun } from './pipeline-wire.ts'
import { pipelinesOf } from './pipelines-of.ts'

/** Newest first. */
export const listRuns = operation('listRuns', async (deps, { caller, params, query }) => {
  const countMax = query.limit ?? 50
  const { pipeline, runs } = await pipelinesOf(deps).listRuns(caller, {
    ...{ pipeline: params.id, countMax },
    ...(query.cursor && { before: query.cursor }),
  })
  const last = runs.length === countMax ? runs.at(-1) : undefined
  return {
    items: runs.map((run) => wireRun(run, pipeline)),
    ...(last && { nextCursor: last.id }),
  }
})
