import {
  ListJobRunAttempts$,
  type ListJobRunAttemptsRequest,
  type ListJobRunAttemptsResponse,
} from '@aws-sdk/client-emr-serverless'
import { runSummary } from './job-run-shapes.ts'
import { serverlessOperation } from './operation.ts'

/** A run has few attempts, and all of them are one page. */
export const listJobRunAttempts = serverlessOperation<
  ListJobRunAttemptsRequest,
  ListJobRunAttemptsResponse
>({
  schema: ListJobRunAttempts$,
  async run({ sessions, region }, caller, { applicationId, jobRunId: runId }) {
    const attempts = await sessions.listRunAttempts(caller, { applicationId, runId })
    return {
      jobRunAttempts: attempts.map((run) => {
        return { ...runSummary(run, region), jobCreatedAt: run.createdAt, createdAt: run.attemptAt }
      }),
    }
  },
})
