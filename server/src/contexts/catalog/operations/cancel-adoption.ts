import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { refOf } from '../adoption/take-over.ts'
import { record } from '../steps/record.ts'
import { updateAdoption } from '../store/adoptions.ts'
import type { Workings } from '../workings.ts'
import { ownAdoption } from './get-adoption.ts'

/** Ends a run; one that has ended stays as it is. @throws catalog.no-such-adoption */
export async function cancelAdoption(
  deps: Workings,
  caller: Caller,
  { id }: { id: string },
): Promise<void> {
  const adoption = await ownAdoption(deps, caller, id)
  await transaction(deps.sql, async (tx) => {
    const change = { state: 'cancelled', endedAt: deps.clock() } as const
    if (!(await updateAdoption(tx, id, change))) return
    const ref = refOf(adoption)
    await record(tx, deps, caller, { done: 'adoption-cancelled', ref, detail: { id } })
  })
}
