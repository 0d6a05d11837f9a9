import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { checkVersion, type Pipeline, type Version } from '../model/pipeline.ts'
import { demandPipeline } from '../steps/gate.ts'
import { storeVersion, versionOf } from '../steps/store-version.ts'
import { insertVersion, lockPipeline, updatePipeline } from '../store/pipelines.ts'

/**
 * New code for a pipeline; what is done stays done, and runs from now on use it.
 *
 * @throws identity.access-denied, pipelines.not-found, pipelines.invalid-pipeline
 */
export async function publishVersion(
  deps: PipelinesDeps,
  caller: Caller,
  command: Pick<Version, 'path' | 'gitCommit' | 'script'> & { pipeline: string },
): Promise<Version> {
  const { pipeline: name } = command
  const found = await demandPipeline(deps, caller, { action: 'PublishVersion', pipeline: name })
  checkVersion(command)
  const now = deps.clock()
  return transaction(deps.sql, async (tx) => {
    const locked = (await lockPipeline(tx, found.id)) as Pipeline
    const pipeline = { ...locked, version: locked.version + 1 }
    const version = versionOf(pipeline, caller, { ...command, now })
    // The files before the row: no run may be told of what is not there.
    await storeVersion(deps, pipeline, version)
    await insertVersion(tx, version)
    await updatePipeline(tx, pipeline.id, { version: version.number })
    const resource = `pipeline/${pipeline.name}`
    const detail = { number: version.number, sha256: version.sha256 }
    await recordDone(tx, caller, { action: 'pipelines.version-published', resource, detail })
    return version
  })
}
