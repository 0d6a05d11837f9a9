import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { stagingUpdates } from '../model/staging.ts'
import { applyUpdates } from '../model/updates.ts'
import { commit } from '../steps/commit.ts'
import { openForWriting } from '../steps/staging-gate.ts'
import type { Workings } from '../workings.ts'

/**
 * Lets writers of a table write to a branch that nobody sees, by `spark.wap.branch`; branches that
 * begin with `stale` are given up with what is on them. For who may write it.
 *
 * @throws catalog.no-such-table, catalog.restricted-write, governance.denied
 */
export async function stageWrites(
  deps: Workings,
  caller: Caller,
  { stale, ...ref }: TableRef & { stale: string },
): Promise<void> {
  const { table } = await openForWriting(deps, caller, ref)
  await commit(deps, caller, table.id, {
    opened: table,
    make: async ({ metadata }) => {
      const updates = stagingUpdates(metadata, stale)
      return updates.length > 0 ? applyUpdates(metadata, updates, deps.clock()) : metadata
    },
  })
}
