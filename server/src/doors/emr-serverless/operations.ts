import { GetResourceDashboard$, UpdateApplication$ } from '@aws-sdk/client-emr-serverless'
import type { OperationTable } from '../shared/operation.ts'
import { createApplication } from './create-application.ts'
import { deleteApplication } from './delete-application.ts'
import { getApplication } from './get-application.ts'
import { listApplications } from './list-applications.ts'
import type { EmrServerlessDeps } from './operation.ts'
import { startApplication } from './start-application.ts'
import { stopApplication } from './stop-application.ts'

/**
 * Applications, which compute keeps. Job runs belong to sessions: their operations join `served`
 * with a file each, and `sessions` joins `EmrServerlessDeps`.
 */
export const emrServerlessOperations: OperationTable<EmrServerlessDeps> = {
  served: [
    createApplication,
    getApplication,
    listApplications,
    startApplication,
    stopApplication,
    deleteApplication,
  ],
  refused: [
    {
      reason: 'an application keeps what it was created with',
      operations: [UpdateApplication$],
    },
    { reason: 'the portal shows runs and sessions', operations: [GetResourceDashboard$] },
  ],
}
