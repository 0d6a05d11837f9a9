import { applyUpdates } from '../model/updates.ts'
import { commit } from '../steps/commit.ts'
import {
  GONE,
  KEPT,
  type Maintaining,
  type Outcome,
  present,
  removable,
  skipped,
} from './maintaining.ts'
import { type Expiry, expired, expiryUpdates } from './model/expiry.ts'

/** Forgets snapshots that have grown too old. Their files go with a later removal of orphans. */
export async function expire(work: Maintaining): Promise<Outcome> {
  const { deps, policy, tableId, caller } = work
  if (policy.snapshotAgeMsMax === undefined)
    return skipped('history.expire.max-snapshot-age-ms is not set: all of the past is kept')
  const found = await present(work)
  if (!found) return GONE
  if ((await removable(work, found)).places.length === 0) return KEPT
  let done: Expiry = { snapshots: [], refs: [] }
  await commit(deps, caller, tableId, {
    make: async ({ metadata }) => {
      done = expired(metadata, policy, deps.clock())
      const updates = expiryUpdates(done)
      return updates.length === 0 ? metadata : applyUpdates(metadata, updates, deps.clock())
    },
  })
  const counts = { snapshotsExpired: done.snapshots.length, refsExpired: done.refs.length }
  return { state: 'done', counts }
}
