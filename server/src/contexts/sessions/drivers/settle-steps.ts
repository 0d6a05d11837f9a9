import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { SessionsDeps } from '../deps.ts'
import { waiting } from '../model/admission.ts'
import type { Run } from '../model/run.ts'
import { livingRunsOf, updateLivingRun } from '../store/runs.ts'

const CANCELLED = 'a step before it failed'

/** Tells a cluster what its steps have come to, and cancels what a failed one stops. */
export async function settleSteps(
  { capacity, clock }: Pick<SessionsDeps, 'capacity' | 'clock'>,
  tx: SqlTransaction,
  { place, kind, name, state, onFailure }: Run,
): Promise<void> {
  let left = await livingRunsOf(tx, { kind, place })
  const failed = state === 'FAILED' && onFailure !== 'CONTINUE'
  if (failed)
    for (const run of left.filter(waiting))
      await updateLivingRun(tx, run.id, {
        state: 'CANCELLED',
        stateDetails: CANCELLED,
        endedAt: clock(),
      })
  if (failed) left = left.filter((run) => !waiting(run))
  const running = left.filter((run) => !waiting(run)).length
  const fatal = failed && onFailure === 'TERMINATE_CLUSTER' ? { fatal: name ?? '' } : {}
  const news = { clusterId: place.id, running, left: left.length, ...fatal }
  await capacity.hearOfSteps(news, tx)
}
