import type { Caller } from '../../identity/index.ts'
import type { Entrance } from '../../sessions/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { demandRun } from '../steps/gate.ts'

/**
 * Lets one browser see the Spark UI of the run, live or from what it has left.
 *
 * @throws identity.access-denied, pipelines.not-found, sessions.nothing-to-show
 */
export async function openRunDashboard(
  deps: PipelinesDeps,
  caller: Caller,
  { runId }: { runId: string },
): Promise<Entrance> {
  const wanted = { action: 'GetRun', runId }
  const { run } = await demandRun(deps, caller, wanted)
  const demand = async () => void (await demandRun(deps, caller, wanted))
  return deps.sessions.showRun(caller, { runId: run.jobRunId ?? run.id, demand })
}
