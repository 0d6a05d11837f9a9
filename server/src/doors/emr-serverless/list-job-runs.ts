import {
  ListJobRuns$,
  type ListJobRunsRequest,
  type ListJobRunsResponse,
} from '@aws-sdk/client-emr-serverless'
import type { RunState } from '../../contexts/sessions/index.ts'
import { invalidRequest } from '../shared/wire.ts'
import { runSummary } from './job-run-shapes.ts'
import { serverlessOperation } from './operation.ts'

const PAGE_MAX = 50 // EMR Serverless API: maxResults.

export const listJobRuns = serverlessOperation<ListJobRunsRequest, ListJobRunsResponse>({
  schema: ListJobRuns$,
  async run({ sessions, region }, caller, input) {
    const { applicationId, states, maxResults, nextToken = '0' } = input
    if (!/^\d{1,6}$/.test(nextToken))
      throw invalidRequest({ problems: ['the page token is not one of ours'] })
    const countMax = Math.min(Math.max(maxResults ?? PAGE_MAX, 1), PAGE_MAX)
    const found = await sessions.listRuns(caller, {
      applicationId,
      ...(states && { states: states as RunState[] }),
    })
    const from = Number(nextToken)
    const next = from + countMax
    return {
      jobRuns: found.slice(from, next).map((run) => runSummary(run, region)),
      nextToken: next < found.length ? String(next) : undefined,
    }
  },
})
