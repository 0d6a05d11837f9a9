import { addJob } from '../../../foundation/jobs.ts'
import type { Sql } from '../../../foundation/sql.ts'

export const RECONCILE = 'compute.reconcile'

/** Has the reconciler run at `runAt` or at once; there is never more than one waiting. */
export async function scheduleReconcile(sql: Sql, runAt?: Date): Promise<void> {
  await addJob(sql, RECONCILE, {}, { key: RECONCILE, ...(runAt && { runAt }) })
}
