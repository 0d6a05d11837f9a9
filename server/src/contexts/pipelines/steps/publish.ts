import { lasting } from '../../../foundation/errors.ts'
import { STAGING_PREFIX } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { outputChanged } from '../errors.ts'
import type { Pipeline } from '../model/pipeline.ts'
import type { Run } from '../model/run.ts'
import { actAsPipeline } from './gate.ts'

/** Where a run writes what nobody sees until all of it is made and checked. */
export function stagingBranch({ pipelineId, id }: Pick<Run, 'pipelineId' | 'id'>): string {
  return `${branchesOf(pipelineId)}${id}`
}

function branchesOf(pipelineId: string): string {
  return `${STAGING_PREFIX}${pipelineId}-`
}

/** Spark's settings for it; a snapshot tells by which run it was made. */
export function stagingParameters(run: Pick<Run, 'pipelineId' | 'id'>): string {
  const settings = {
    'spark.wap.branch': stagingBranch(run),
    'spark.sql.iceberg.snapshot-property.pipeline-run': run.id,
  }
  return Object.entries(settings)
    .map(([name, value]) => `--conf ${name}=${value}`)
    .join(' ')
}

/**
 * Has the output written unseen, and gives up what earlier runs have left. Not where it is not
 * there yet, or closed to the role: what a script may do there it is told by the catalog.
 */
export async function stageOutput(
  deps: PipelinesDeps,
  role: Caller,
  { pipeline, run }: { pipeline: Pipeline; run: Run },
): Promise<void> {
  const { output } = pipeline.definition
  try {
    const places = { branch: stagingBranch(run), stale: branchesOf(pipeline.id) }
    await deps.catalog.stageWrites(role, { ...output, ...places })
  } catch (error) {
    if (!lasting(error)) throw error
    deps.log.info({ pipeline: pipeline.id, reason: error.message }, 'its output is not staged')
  }
}

/**
 * What the run has made is seen from now on, whole; again is no harm. Answers why it cannot be.
 *
 * @throws what may pass
 */
export async function publishOutput(
  deps: PipelinesDeps,
  pipeline: Pipeline,
  run: Run,
): Promise<string | undefined> {
  const { output } = pipeline.definition
  try {
    const role = await actAsPipeline(deps, pipeline)
    await deps.catalog.publishStaged(role, { ...output, branch: stagingBranch(run) })
    return undefined
  } catch (error) {
    if (!lasting(error)) throw error
    const { kind, message } = error
    // A script may have made no such table.
    if (kind === 'not-found') return undefined
    return kind === 'conflict' ? outputChanged({}).message : message
  }
}
