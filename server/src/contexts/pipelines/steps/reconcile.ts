import { DomainError } from '../../../foundation/errors.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { PipelinesDeps } from '../deps.ts'
import { scriptFiles, sliceArguments } from '../model/job-script.ts'
import { nextStep, type Step } from '../model/next-step.ts'
import type { Pipeline, Version } from '../model/pipeline.ts'
import type { Run } from '../model/run.ts'
import { findPipeline, findVersion, lockPipeline } from '../store/pipelines.ts'
import { findRun, openRuns, updateRun } from '../store/runs.ts'
import { dueSlices } from '../store/slices.ts'
import { followRun, settleRun } from './follow.ts'
import { actAsPipeline } from './gate.ts'
import { makeRun } from './make-run.ts'
import { stageOutput, stagingParameters } from './publish.ts'
import { queueReconcile } from './queue-reconcile.ts'

/** Carries out what a pipeline does next; asked again, it goes on from there. */
export async function reconcile(deps: PipelinesDeps, pipelineId: string): Promise<void> {
  const found = await transaction(deps.sql, async (tx) => {
    const pipeline = await lockPipeline(tx, pipelineId)
    return pipeline && { pipeline, step: await decide(deps, tx, pipeline) }
  })
  if (!found) return
  const { pipeline, step } = found
  if (step.kind === 'start' || step.kind === 'follow') {
    const run = await findRun(deps.sql, step.runId)
    if (run && run.jobRunId === undefined) await startRun(deps, pipeline, run)
    else if (run) await followRun(deps, run)
  }
}

async function decide(deps: PipelinesDeps, tx: SqlTransaction, pipeline: Pipeline): Promise<Step> {
  const { attemptsMax, trigger } = pipeline.definition
  const step = nextStep({
    now: deps.clock(),
    paused: pipeline.paused,
    attemptsMax,
    runs: await openRuns(tx, pipeline.id),
    slices: await dueSlices(tx, pipeline.id),
  })
  // The run is on its way in the same transaction that found it.
  if (step.kind === 'start') await updateRun(tx, step.runId, { state: 'starting' })
  if (step.kind === 'make') {
    const { slice, attempt } = step
    const cause = attempt > 1 ? `attempt ${attempt}` : trigger
    const slices = [slice]
    await makeRun(deps, tx, { pipeline, slices, cause, attempt, createdBy: pipeline.roleArn })
  }
  if (step.kind === 'wait' && step.until) await queueReconcile(tx, pipeline.id, step.until)
  return step
}

/** The run's id names its job run, so that starting it twice starts it once. */
async function startRun(deps: PipelinesDeps, pipeline: Pipeline, run: Run): Promise<void> {
  const wanted = { pipelineId: pipeline.id, number: run.version }
  const version = (await findVersion(deps.sql, wanted)) as Version
  const [launcher, ...modules] = scriptFiles(pipeline, version, pipeline.definition)
  const files = modules.map(({ location }) => location)
  try {
    const role = await actAsPipeline(deps, pipeline)
    await stageOutput(deps, role, { pipeline, run })
    const jobRun = await deps.sessions.beginRun(role, {
      applicationId: pipeline.applicationId,
      roleArn: pipeline.roleArn,
      clientToken: run.id,
      name: `${pipeline.name} ${run.slices.join(' ').slice(0, 100)}`,
      entryPoint: launcher?.location ?? '',
      arguments: sliceArguments(run.slices),
      sparkParameters: `--py-files "${files.join(',')}" ${stagingParameters(run)}`,
      timeoutMinutes: pipeline.definition.timeoutMinutes,
    })
    await updateRun(deps.sql, run.id, { jobRunId: jobRun.id })
    // Somebody may have cancelled it while it was on its way.
    const now = await findRun(deps.sql, run.id)
    if (now?.state === 'cancelled') await deps.sessions.endRun(jobRun.id)
    await followRun(deps, { ...run, jobRunId: jobRun.id })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await settleRun(deps, run, { state: 'failed', error: error.message })
  }
}

/** A run has news: whoever waits for it goes on. */
export async function runEnded(deps: PipelinesDeps, run: Run | undefined): Promise<void> {
  if (!run) return
  await followRun(deps, run)
  const pipeline = await findPipeline(deps.sql, run.pipelineId)
  if (pipeline) await queueReconcile(deps.sql, pipeline.id)
}
