import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { notFound } from '../errors.ts'
import type { Pipeline } from '../model/pipeline.ts'
import type { Run } from '../model/run.ts'
import { findPipeline, findPipelineByName } from '../store/pipelines.ts'
import { findRun } from '../store/runs.ts'

export const SERVERLESS = 'emr-serverless.amazonaws.com'
const ACT_SECONDS = 900

/** @throws identity.access-denied */
export async function demandPipelines(
  deps: PipelinesDeps,
  caller: Caller,
  of: { action: string; name: string },
): Promise<void> {
  const { region, identity } = deps
  const resource = `arn:aws:pipelines:${region}:${caller.accountId}:pipeline/${of.name}`
  await identity.demand(caller, { action: `pipelines:${of.action}`, resource })
}

/**
 * By id or name, of the caller's own account.
 *
 * @throws pipelines.not-found, identity.access-denied
 */
export async function demandPipeline(
  deps: PipelinesDeps,
  caller: Caller,
  of: { action: string; pipeline: string },
): Promise<Pipeline> {
  const { accountId } = caller
  const found =
    (await findPipelineByName(deps.sql, accountId, of.pipeline)) ??
    (await findPipeline(deps.sql, of.pipeline))
  // A pipeline of another account looks exactly like one that is not there.
  if (found?.accountId !== accountId) throw notFound({ what: 'pipeline', id: of.pipeline })
  await demandPipelines(deps, caller, { action: of.action, name: found.name })
  return found
}

/** @throws pipelines.not-found, identity.access-denied */
export async function demandRun(
  deps: PipelinesDeps,
  caller: Caller,
  of: { action: string; runId: string },
): Promise<{ run: Run; pipeline: Pipeline }> {
  const run = await findRun(deps.sql, of.runId)
  const pipeline = run && (await findPipeline(deps.sql, run.pipelineId))
  if (!run || pipeline?.accountId !== caller.accountId)
    throw notFound({ what: 'run', id: of.runId })
  await demandPipelines(deps, caller, { action: of.action, name: pipeline.name })
  return { run, pipeline }
}

/** What a pipeline does, it does as the role that it was given. */
export async function actAsPipeline(
  { identity }: PipelinesDeps,
  { roleArn, name }: Pick<Pipeline, 'roleArn' | 'name'>,
): Promise<Caller> {
  const { caller } = await identity.assumeForService({
    roleArn,
    service: SERVERLESS,
    sessionName: `pipeline-${name}`.slice(0, 64), // STS API: RoleSessionName.
    seconds: ACT_SECONDS,
  })
  return caller
}
