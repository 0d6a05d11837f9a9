import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Workings } from '../deps.ts'
import type { Grant } from '../model/grant.ts'
import { takenBy } from '../model/removed-grants.ts'
import type { Change } from '../model/world.ts'
import { keepRemoved } from '../store/removed-grants.ts'

/**
 * What a principal that the platform has ended had by name goes with it, in every catalog: whoever
 * makes one of its name again begins with nothing. Only contexts that ended it ask for this.
 */
export async function endGrantsOf(
  { sql, snapshots, clock }: Workings,
  { principal }: { principal: string },
): Promise<void> {
  await transaction(sql, async (tx) => {
    const gone: Grant[] = []
    const { changes, before } = await snapshots.change(tx, ({ world }) => {
      const own = [...world.grants.values()].filter((grant) => grant.principal === principal)
      gone.push(...own)
      return own.map(({ id: key }): Change => ({ of: 'grants', key, row: undefined }))
    })
    const by = { removedBy: 'platform', removedAt: clock() }
    await keepRemoved(tx, takenBy(changes, before, by.removedAt), by)
    for (const accountId of new Set(gone.map(({ catalogId }) => catalogId))) {
      const grants = gone.filter((grant) => grant.catalogId === accountId).length
      const action = 'governance.grants-ended'
      await recordOwnWork(tx, { accountId }, { action, resource: principal, detail: { grants } })
    }
  })
}
