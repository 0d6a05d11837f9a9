import { next, type Snapshot } from '../model/snapshot.ts'
import type { Change } from '../model/world.ts'
import type { Snapshots } from '../store/snapshots.ts'

export interface GatheredRules extends Snapshots {
  changes: readonly Change[]
}

/**
 * Rules that many steps change one after the other, each on what those before it left, and that
 * are written together at the end: as one version, which is the first that anybody sees.
 */
export function gatheredRules(base: Snapshot): GatheredRules {
  const changes: Change[] = []
  let current = base
  return {
    changes,
    current: () => current,
    reload: async () => undefined,
    within: async () => current,
    async change(_tx, plan) {
      const before = current
      const planned = plan(before)
      if (planned.length === 0) return { before, after: before, changes: planned }
      current = next(before, planned, base.version + 1)
      changes.push(...planned)
      return { before, after: current, changes: planned }
    },
  }
}
