import { randomUUID } from 'node:crypto'
import {
  StartJobRun$,
  type StartJobRunRequest,
  type StartJobRunResponse,
} from '@aws-sdk/client-emr-serverless'
import { invalidRequest } from '../shared/wire.ts'
import { runArn } from './job-run-shapes.ts'
import { serverlessOperation } from './operation.ts'

export const startJobRun = serverlessOperation<StartJobRunRequest, StartJobRunResponse>({
  schema: StartJobRun$,
  async run({ sessions, region }, caller, input) {
    const { applicationId, name } = input
    if (input.mode === 'STREAMING') throw refused('mode STREAMING is not served')
    if (input.executionIamPolicy) throw refused('executionIamPolicy is not served')
    const script = input.jobDriver?.sparkSubmit
    if (!script) throw refused('jobDriver.sparkSubmit is missing; Hive is not served')
    const run = await sessions.startRun(caller, {
      applicationId,
      roleArn: input.executionRoleArn,
      clientToken: input.clientToken ?? randomUUID(),
      ...(name === undefined ? {} : { name }),
      entryPoint: script.entryPoint,
      arguments: script.entryPointArguments ?? [],
      sparkParameters: script.sparkSubmitParameters ?? '',
      ...(input.executionTimeoutMinutes === undefined
        ? {}
        : { timeoutMinutes: input.executionTimeoutMinutes }),
    })
    return { applicationId, jobRunId: run.id, arn: runArn(run, region) }
  },
})

function refused(problem: string) {
  return invalidRequest({ problems: [problem] })
}
