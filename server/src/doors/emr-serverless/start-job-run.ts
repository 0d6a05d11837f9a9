import { randomUUID } from 'node:crypto'
import type { Configuration, MonitoringConfiguration } from '@aws-sdk/client-emr-serverless'
import {
  StartJobRun$,
  type StartJobRunRequest,
  type StartJobRunResponse,
} from '@aws-sdk/client-emr-serverless'
import { refuseMembers } from '../shared/not-offered.ts'
import { invalidRequest } from '../shared/wire.ts'
import { runArn } from './job-run-shapes.ts'
import { serverlessOperation } from './operation.ts'

const POLICIES = { policyArns: 'write the policy out as executionIamPolicy.policy' }
const OVERRIDES = {
  diskEncryptionConfiguration: 'disks are those of the platform',
}
const ELSEWHERE = 'logs go to S3, and are kept by the platform'
const MONITORING = {
  cloudWatchLoggingConfiguration: ELSEWHERE,
  prometheusMonitoringConfiguration: ELSEWHERE,
}
const KEYS = { encryptionKeyArn: 'the bucket says how its objects are encrypted' }
const SETTINGS = 'spark-defaults'
const SCRIPTS = { STREAMING: 'runs are batches' }

export const startJobRun = serverlessOperation<StartJobRunRequest, StartJobRunResponse>({
  schema: StartJobRun$,
  async run({ sessions, region }, caller, input) {
    const { applicationId, name } = input
    refuseMembers(input.executionIamPolicy ?? {}, POLICIES, 'executionIamPolicy.')
    refuseMembers(input.configurationOverrides ?? {}, OVERRIDES, 'configurationOverrides.')
    const logUri = logUriOf(input.configurationOverrides?.monitoringConfiguration)
    refuseMembers({ STREAMING: input.mode === 'STREAMING' }, SCRIPTS, 'mode ')
    const script = input.jobDriver?.sparkSubmit
    if (!script)
      throw invalidRequest({ problems: ['jobDriver.sparkSubmit is missing; Hive is not served'] })
    const run = await sessions.startRun(caller, {
      applicationId,
      roleArn: input.executionRoleArn,
      clientToken: input.clientToken ?? randomUUID(),
      ...(name === undefined ? {} : { name }),
      entryPoint: script.entryPoint,
      arguments: script.entryPointArguments ?? [],
      sparkParameters: script.sparkSubmitParameters ?? '',
      conf: settingsOf(input.configurationOverrides?.applicationConfiguration),
      attemptsMax: input.retryPolicy?.maxAttempts ?? 1,
      tags: input.tags ?? {},
      ...(logUri === undefined ? {} : { logUri }),
      ...(input.executionIamPolicy?.policy && { sessionPolicy: input.executionIamPolicy.policy }),
      ...(input.executionTimeoutMinutes === undefined
        ? {}
        : { timeoutMinutes: input.executionTimeoutMinutes }),
    })
    return { applicationId, jobRunId: run.id, arn: runArn(run, region) }
  },
})

/** @throws door.invalid-request for logs to anywhere but S3 */
function logUriOf(monitoring: MonitoringConfiguration = {}): string | undefined {
  const within = 'configurationOverrides.monitoringConfiguration.'
  refuseMembers(monitoring, MONITORING, within)
  const { s3MonitoringConfiguration: place = {} } = monitoring
  refuseMembers(place, KEYS, `${within}s3MonitoringConfiguration.`)
  return place.logUri
}

/** @throws door.invalid-request for a classification that is not Spark's settings */
function settingsOf(configurations: readonly Configuration[] = []): Record<string, string> {
  const strange = configurations.filter(({ classification }) => classification !== SETTINGS)
  const problems = strange.map(
    ({ classification }) => `classification "${classification}" is not offered`,
  )
  if (problems.length > 0) throw invalidRequest({ problems })
  return Object.assign({}, ...configurations.map(({ properties }) => properties))
}
