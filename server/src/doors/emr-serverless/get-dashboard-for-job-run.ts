import {
  GetDashboardForJobRun$,
  type GetDashboardForJobRunRequest,
  type GetDashboardForJobRunResponse,
} from '@aws-sdk/client-emr-serverless'
import { entranceUrl } from '../shared/side-pages.ts'
import { serverlessOperation } from './operation.ts'

export const getDashboardForJobRun = serverlessOperation<
  GetDashboardForJobRunRequest,
  GetDashboardForJobRunResponse
>({
  schema: GetDashboardForJobRun$,
  async run({ sessions, reachedAt }, caller, { applicationId, jobRunId: runId, attempt }) {
    const wanted = { applicationId, runId, ...(attempt && { attempt }) }
    return { url: entranceUrl(reachedAt, await sessions.openRunDashboard(caller, wanted)) }
  },
})
