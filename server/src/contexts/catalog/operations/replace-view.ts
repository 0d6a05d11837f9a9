import type { Caller } from '../../identity/index.ts'
import type { CommitView, LoadedView, ViewRef } from '../model/face.ts'
import { elsewhere } from '../model/table.ts'
import type { ViewMetadata } from '../model/view.ts'
import { applyViewUpdates, checkViewRequirements } from '../model/view-update.ts'
import { commitView } from '../steps/commit-view.ts'
import { demandMove, openView } from '../steps/gates.ts'
import type { Workings } from '../workings.ts'

/** @throws catalog.no-such-view, catalog.commit-conflict, catalog.invalid-update */
export async function replaceView(
  deps: Workings,
  caller: Caller,
  command: ViewRef & CommitView,
): Promise<LoadedView> {
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const opened = await openView(deps, caller, command, gate)
  return commitView(deps, caller, opened.table.id, async ({ view, metadata }) => {
    checkViewRequirements(metadata, command.requirements)
    const asked = applyViewUpdates(metadata, command.updates, deps.clock())
    const next: ViewMetadata = elsewhere(asked.location)
      ? { ...asked, location: view.location }
      : asked
    if (next.location !== view.location) await demandMove(deps, caller, next.location)
    return next
  })
}
