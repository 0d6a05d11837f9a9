import {
  ListJobRuns$,
  type ListJobRunsRequest,
  type ListJobRunsResponse,
} from '@aws-sdk/client-emr-serverless'
import type { RunState } from '../../contexts/sessions/index.ts'
import { pageOf } from '../shared/page-token.ts'
import { runSummary } from './job-run-shapes.ts'
import { serverlessOperation } from './operation.ts'

const PAGE_MAX = 50 // EMR Serverless API: maxResults.

export const listJobRuns = serverlessOperation<ListJobRunsRequest, ListJobRunsResponse>({
  schema: ListJobRuns$,
  async run({ sessions, region }, caller, input) {
    const { applicationId, states, maxResults, nextToken: token } = input
    const countMax = Math.min(Math.max(maxResults ?? PAGE_MAX, 1), PAGE_MAX)
    const found = await sessions.listRuns(caller, {
      applicationId,
      ...(states && { states: states as RunState[] }),
    })
    const { page, next } = pageOf(found, { token, countMax })
    return { jobRuns: page.map((run) => runSummary(run, region)), nextToken: next }
  },
})
