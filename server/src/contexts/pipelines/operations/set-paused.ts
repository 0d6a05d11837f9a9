import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { demandPipeline } from '../steps/gate.ts'
import { queueReconcile } from '../steps/queue-reconcile.ts'
import { updatePipeline } from '../store/pipelines.ts'

/**
 * A paused pipeline starts nothing by itself and promises nothing; what it missed comes later.
 *
 * @throws identity.access-denied, pipelines.not-found
 */
export async function setPaused(
  deps: PipelinesDeps,
  caller: Caller,
  { pipeline: name, paused }: { pipeline: string; paused: boolean },
): Promise<void> {
  const { id, ...found } = await demandPipeline(deps, caller, {
    action: 'PausePipeline',
    pipeline: name,
  })
  await transaction(deps.sql, async (tx) => {
    await updatePipeline(tx, id, { paused })
    const action = paused ? 'pipelines.pipeline-paused' : 'pipelines.pipeline-resumed'
    await recordDone(tx, caller, { action, resource: `pipeline/${found.name}` })
    await queueReconcile(tx, id)
  })
}
