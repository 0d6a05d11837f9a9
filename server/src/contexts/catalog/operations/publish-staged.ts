import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { ahead } from '../model/staging.ts'
import { applyUpdates } from '../model/updates.ts'
import { commit } from '../steps/commit.ts'
import { openForWriting } from '../steps/staging-gate.ts'
import { writing } from '../steps/table-change.ts'
import type { Workings } from '../workings.ts'

/**
 * Brings main to where a branch has come, and ends the branch, in one commit: what was staged is
 * seen whole from then on. Without such a branch nothing is done, so again is no harm.
 *
 * @throws catalog.commit-conflict where main has gone another way, catalog.no-such-table,
 * catalog.restricted-write, governance.denied
 */
export async function publishStaged(
  deps: Workings,
  caller: Caller,
  { branch, ...ref }: TableRef & { branch: string },
): Promise<void> {
  const { table } = await openForWriting(deps, caller, ref)
  await commit(deps, caller, table.id, {
    opened: table,
    make: async ({ metadata }) => {
      const head = metadata.refs[branch]
      if (!head) return metadata
      const made = ahead(metadata, branch)
      const needed = new Set(made.flatMap(({ summary }) => writing(summary.operation)))
      for (const permission of needed)
        await deps.governance.demandTable(caller, table.id, permission)
      const { 'snapshot-id': id } = head
      const publish = { action: 'set-snapshot-ref', 'ref-name': 'main', type: 'branch' } as const
      return applyUpdates(
        metadata,
        [
          ...(made.length > 0 ? [{ ...publish, 'snapshot-id': id }] : []),
          { action: 'remove-snapshot-ref', 'ref-name': branch },
        ],
        deps.clock(),
      )
    },
  })
}
