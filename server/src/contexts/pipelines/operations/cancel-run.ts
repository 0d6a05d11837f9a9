import { recordDone } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { runEnded } from '../errors.ts'
import { open } from '../model/run.ts'
import { settleRun } from '../steps/follow.ts'
import { demandRun } from '../steps/gate.ts'

/** @throws identity.access-denied, pipelines.not-found, pipelines.run-ended */
export async function cancelRun(
  deps: PipelinesDeps,
  caller: Caller,
  { runId }: { runId: string },
): Promise<void> {
  const { run } = await demandRun(deps, caller, { action: 'CancelRun', runId })
  if (!open(run)) throw runEnded({ id: runId, state: run.state })
  await recordDone(deps.sql, caller, { action: 'pipelines.run-cancelled-by-hand', resource: runId })
  if (run.jobRunId !== undefined) await deps.sessions.endRun(run.jobRunId)
  await settleRun(deps, run, { state: 'cancelled', error: `cancelled by ${caller.principalArn}` })
}
