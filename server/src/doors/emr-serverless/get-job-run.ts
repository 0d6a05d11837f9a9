import {
  GetJobRun$,
  type GetJobRunRequest,
  type GetJobRunResponse,
} from '@aws-sdk/client-emr-serverless'
import { runDetail } from './job-run-shapes.ts'
import { serverlessOperation } from './operation.ts'

export const getJobRun = serverlessOperation<GetJobRunRequest, GetJobRunResponse>({
  schema: GetJobRun$,
  async run({ sessions, region }, caller, { applicationId, jobRunId: runId, attempt }) {
    const run = await sessions.getRun(caller, { applicationId, runId, ...(attempt && { attempt }) })
    return { jobRun: runDetail(run, region) }
  },
})
