import type { OperationTable } from '../shared/operation.ts'
import { cancelJobRun } from './cancel-job-run.ts'
import { createApplication } from './create-application.ts'
import { deleteApplication } from './delete-application.ts'
import { getApplication } from './get-application.ts'
import { getDashboardForJobRun } from './get-dashboard-for-job-run.ts'
import { getJobRun } from './get-job-run.ts'
import { getResourceDashboard } from './get-resource-dashboard.ts'
import { listApplications } from './list-applications.ts'
import { listJobRunAttempts } from './list-job-run-attempts.ts'
import { listJobRuns } from './list-job-runs.ts'
import type { EmrServerlessDeps } from './operation.ts'
import { startApplication } from './start-application.ts'
import { startJobRun } from './start-job-run.ts'
import { stopApplication } from './stop-application.ts'
import { updateApplication } from './update-application.ts'

/**
 * Applications, which compute keeps, and job runs, which belong to sessions.
 */
export const emrServerlessOperations: OperationTable<EmrServerlessDeps> = {
  served: [
    createApplication,
    getApplication,
    listApplications,
    updateApplication,
    startApplication,
    stopApplication,
    deleteApplication,
    startJobRun,
    getJobRun,
    listJobRuns,
    listJobRunAttempts,
    cancelJobRun,
    getDashboardForJobRun,
    getResourceDashboard,
  ],
  refused: [],
}
