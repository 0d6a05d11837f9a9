import {
  CancelJobRun$,
  type CancelJobRunRequest,
  type CancelJobRunResponse,
} from '@aws-sdk/client-emr-serverless'
import { serverlessOperation } from './operation.ts'

export const cancelJobRun = serverlessOperation<CancelJobRunRequest, CancelJobRunResponse>({
  schema: CancelJobRun$,
  async run({ sessions }, caller, { applicationId, jobRunId }) {
    await sessions.cancelRun(caller, { applicationId, runId: jobRunId })
    return { applicationId, jobRunId }
  },
})
