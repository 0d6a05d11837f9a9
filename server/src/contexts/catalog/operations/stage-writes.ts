import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { stagingUpdates } from '../model/staging.ts'
import { applyUpdates } from '../model/updates.ts'
import { commit } from '../steps/commit.ts'
import { openForWriting } from '../steps/staging-gate.ts'
import type { Workings } from '../workings.ts'

/**
 * Begins a branch where main is: who writes to it, by `spark.wap.branch`, is seen by nobody.
 * Begun again it stays as it is; others that begin with `stale` are given up with what is on them.
 * For who may write the table.
 *
 * @throws catalog.no-such-table, catalog.restricted-write, governance.denied
 */
export async function stageWrites(
  deps: Workings,
  caller: Caller,
  { branch, stale, ...ref }: TableRef & { branch: string; stale: string },
): Promise<void> {
  const { table } = await openForWriting(deps, caller, ref)
  await commit(deps, caller, table.id, {
    opened: table,
    make: async ({ metadata }) =>
      applyUpdates(metadata, stagingUpdates(metadata, { branch, stale }), deps.clock()),
  })
}
