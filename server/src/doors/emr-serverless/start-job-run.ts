import { randomUUID } from 'node:crypto'
import {
  StartJobRun$,
  type StartJobRunRequest,
  type StartJobRunResponse,
} from '@aws-sdk/client-emr-serverless'
import { refuseMembers } from '../shared/not-offered.ts'
import { invalidRequest } from '../shared/wire.ts'
import { runArn } from './job-run-shapes.ts'
import { serverlessOperation } from './operation.ts'

const NOT_OFFERED: Partial<Record<keyof StartJobRunRequest, string>> = {
  executionIamPolicy: 'give the execution role the policy that the run is to have',
  configurationOverrides: 'name settings with --conf in sparkSubmitParameters',
  tags: 'a run is found by its name',
}
const ONCE = { retryPolicy: 'a run is tried once; a pipeline tries again' }
const SCRIPTS = { STREAMING: 'runs are batches' }

export const startJobRun = serverlessOperation<StartJobRunRequest, StartJobRunResponse>({
  schema: StartJobRun$,
  async run({ sessions, region }, caller, input) {
    const { applicationId, name } = input
    refuseMembers(input, NOT_OFFERED)
    refuseMembers({ STREAMING: input.mode === 'STREAMING' }, SCRIPTS, 'mode ')
    refuseMembers({ retryPolicy: (input.retryPolicy?.maxAttempts ?? 1) > 1 }, ONCE)
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
      ...(input.executionTimeoutMinutes === undefined
        ? {}
        : { timeoutMinutes: input.executionTimeoutMinutes }),
    })
    return { applicationId, jobRunId: run.id, arn: runArn(run, region) }
  },
})
