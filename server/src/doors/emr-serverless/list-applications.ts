import {
  ListApplications$,
  type ListApplicationsRequest,
  type ListApplicationsResponse,
} from '@aws-sdk/client-emr-serverless'
import { pageToken, parsePageToken } from '../shared/page-token.ts'
import { serverlessOperation } from './operation.ts'
import { applicationSummary } from './shapes.ts'

const PAGE_MAX = 50 // EMR Serverless API: maxResults.

export const listApplications = serverlessOperation<
  ListApplicationsRequest,
  ListApplicationsResponse
>({
  schema: ListApplications$,
  async run({ compute, region }, caller, { states, maxResults, nextToken }) {
    const countMax = Math.min(Math.max(maxResults ?? PAGE_MAX, 1), PAGE_MAX)
    const found = await compute.listApplications(caller, {
      ...(states && { states }),
      ...parsePageToken(nextToken),
      countMax,
    })
    const last = found.length === countMax ? found.at(-1) : undefined
    return {
      applications: found.map((application) => applicationSummary(application, region)),
      nextToken: last && pageToken(last),
    }
  },
})
