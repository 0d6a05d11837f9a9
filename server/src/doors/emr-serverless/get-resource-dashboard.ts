import {
  GetResourceDashboard$,
  type GetResourceDashboardRequest,
  type GetResourceDashboardResponse,
} from '@aws-sdk/client-emr-serverless'
import { entranceUrl } from '../shared/side-pages.ts'
import { serverlessOperation } from './operation.ts'

export const getResourceDashboard = serverlessOperation<
  GetResourceDashboardRequest,
  GetResourceDashboardResponse
>({
  schema: GetResourceDashboard$,
  async run({ sessions, reachedAt }, caller, { applicationId, resourceId: sessionId }) {
    const wanted = { applicationId: applicationId ?? '', sessionId: sessionId ?? '' }
    return { url: entranceUrl(reachedAt, await sessions.openResourceDashboard(caller, wanted)) }
  },
})
