import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'
import { wirePipeline } from './pipeline-wire.ts'
import { pipelinesOf } from './pipelines-of.ts'

/** Of the caller's account, by name. */
export const listPipelines = operation('listPipelines', async (deps, { caller }) => {
  const accountOf = await accountNames(deps.identity)
  const found = await pipelinesOf(deps).listPipelines(caller)
  return { items: found.map((one) => wirePipeline(one, { accountOf })) }
})
