import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'

export const publishVersion = operation('publishVersion', async (deps, call) => {
  const { caller, params, body } = call
  const { path, commit: gitCommit, text: script } = body
  const pipelines = pipelinesOf(deps)
  const wish = { pipeline: params.id, path, gitCommit, script }
  const version = await pipelines.publishVersion(caller, wish)
  return { id: String(version.number) }
})
