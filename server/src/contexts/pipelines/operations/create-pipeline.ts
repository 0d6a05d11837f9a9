import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import { STANDARD_RELEASE } from '../../compute/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { alreadyExists, invalidPipeline } from '../errors.ts'
import {
  checkPipeline,
  checkVersion,
  type Pipeline,
  type PipelineDefinition,
  type Version,
} from '../model/pipeline.ts'
import { actAsPipeline, demandPipelines, SERVERLESS } from '../steps/gate.ts'
import { storeVersion, versionOf } from '../steps/store-version.ts'
import { findPipelineByName, insertPipeline, insertVersion } from '../store/pipelines.ts'

export interface CreatePipeline {
  name: string
  roleArn: string
  definition: PipelineDefinition
  script: Pick<Version, 'path' | 'gitCommit' | 'script'>
  /** Of EMR, for its application. */
  releaseLabel?: string
}

/**
 * Promotes a script to a pipeline, with an application of its own that nobody else can starve.
 *
 * @throws identity.access-denied, pipelines.invalid-pipeline, pipelines.already-exists,
 * catalog.no-such-table, compute.invalid-application
 */
export async function createPipeline(
  deps: PipelinesDeps,
  caller: Caller,
  command: CreatePipeline,
): Promise<Pipeline> {
  const { name, roleArn, definition } = command
  const { accountId } = caller
  await demandPipelines(deps, caller, { action: 'CreatePipeline', name })
  checkPipeline(name, definition)
  checkVersion(command.script)
  await demandRole(deps, caller, command)
  if (await findPipelineByName(deps.sql, accountId, name)) throw alreadyExists({ name })
  const inputs: string[] = []
  for (const input of definition.inputs)
    inputs.push((await deps.catalog.describeTable(caller, input)).table.id)
  const now = deps.clock()
  const id = timeOrderedId('ppl-', now)
  const application = await createApplication(deps, caller, { ...command, id })
  const pipeline: Pipeline = {
    ...{ id, accountId, name, roleArn, applicationId: application.id, definition },
    ...{ version: 1, paused: false, createdBy: caller.principalArn, createdAt: now },
  }
  const version = versionOf(pipeline, caller, { ...command.script, now })
  await storeVersion(deps, pipeline, version)
  await transaction(deps.sql, async (tx) => {
    await insertPipeline(tx, pipeline, inputs)
    await insertVersion(tx, version)
    const detail = { roleArn, applicationId: application.id, sha256: version.sha256 }
    const resource = `pipeline/${name}`
    await recordDone(tx, caller, { action: 'pipelines.pipeline-created', resource, detail })
  })
  return pipeline
}

/** Whoever promotes a script may pass its role, and the role trusts who runs it. */
async function demandRole(
  deps: PipelinesDeps,
  caller: Caller,
  { name, roleArn }: CreatePipeline,
): Promise<void> {
  if (roleArn.split(':')[4] !== caller.accountId)
    throw invalidPipeline({ reason: `role "${roleArn}" is not of account ${caller.accountId}` })
  await deps.identity.demand(caller, {
    action: 'iam:PassRole',
    resource: roleArn,
    context: { 'iam:PassedToService': SERVERLESS },
  })
  await actAsPipeline(deps, { roleArn, name })
}

function createApplication(
  { compute }: PipelinesDeps,
  caller: Caller,
  { id, name, definition, releaseLabel }: CreatePipeline & { id: string },
) {
  return compute.createApplication(caller, {
    clientToken: id,
    plan: {
      name: `pipeline-${name}`,
      releaseLabel: releaseLabel ?? STANDARD_RELEASE,
      architecture: 'X86_64',
      maximumCapacity: definition.caps,
      autoStart: true,
      autoStopIdleMinutes: 15,
      concurrentRunsMax: 1,
      queueTimeoutMinutes: 360,
      interactive: false,
      tags: { pipeline: name },
    },
  })
}
