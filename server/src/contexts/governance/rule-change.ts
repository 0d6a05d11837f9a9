import { recordDone } from '../../foundation/outbox.ts'
import { transaction } from '../../foundation/sql.ts'
import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import { takenBy } from './model/removed-grants.ts'
import type { Snapshot } from './model/snapshot.ts'
import type { Change } from './model/world.ts'
import { isRefusal, putDenial } from './record.ts'
import { keepRemoved } from './store/removed-grants.ts'

export interface RuleChange {
  /** For the IAM gate: `lakeformation:GrantPermissions`. */
  action: string
  /** For the audit: `governance.permissions-granted`. */
  record: string
  resource: string
  detail?: Record<string, unknown>
  /** Pure: what the newest rules become. It throws to refuse. */
  plan: (snapshot: Snapshot) => readonly Change[]
}

export interface Changed {
  before: Snapshot
  after: Snapshot
  changes: readonly Change[]
}

/** The one way rules change: IAM gate, plan, write, audit record; a refusal is on record too. */
export async function changeRules(
  deps: Workings,
  caller: Caller,
  change: RuleChange,
): Promise<Changed> {
  await deps.identity.demand(caller, { action: change.action, resource: '*' })
  try {
    return await written(deps, caller, change)
  } catch (error) {
    if (isRefusal(error)) await putDenial(deps, caller, { ...change, permission: change.action })
    throw error
  }
}

async function written(deps: Workings, caller: Caller, change: RuleChange): Promise<Changed> {
  return transaction(deps.sql, async (tx) => {
    const changed = await deps.snapshots.change(tx, change.plan)
    const detail = { ...change.detail, snapshotVersion: changed.after.version }
    const by = { removedBy: caller.arn, removedAt: deps.clock() }
    await keepRemoved(tx, takenBy(changed.changes, changed.before, by.removedAt), by)
    await recordDone(tx, caller, { action: change.record, resource: change.resource, detail })
    return changed
  })
}
