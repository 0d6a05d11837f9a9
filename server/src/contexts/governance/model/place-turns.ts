import { registeredAt } from './decide-others.ts'
import { type Difference, holdsRestricted } from './difference.ts'
import type { Governed } from './governed.ts'
import type { Snapshot } from './snapshot.ts'
import { type Change, turnsOf } from './world.ts'

/** What plain IAM access to the place of a table gives, in words. */
const FILES = 'all files by plain S3'

/** A table whose place comes under governance, or goes from under it. */
export interface PlaceTurn extends Pick<Difference, 'gained' | 'lost' | 'widensRestricted'> {
  on: Governed
}

/**
 * Whoever IAM lets read the bucket reads all files of a table once its place is registered no more,
 * whatever the rules on the table say.
 */
export function placeTurns(
  before: Snapshot,
  after: Snapshot,
  changes: readonly Change[],
): PlaceTurn[] {
  if (turnsOf(before.world, changes).locations.length === 0) return []
  return [...after.governed.values()].flatMap((on): PlaceTurn[] => {
    const { location, columns } = on.table
    if (location === undefined) return []
    const [was, is] = [before, after].map((one) => registeredAt(one, location) !== undefined)
    if (was === is) return []
    const files = { permissions: [FILES], columns: columns.map(({ name }) => name) }
    const none = { permissions: [], columns: [] }
    return was
      ? [{ on, gained: files, lost: none, widensRestricted: holdsRestricted(on, on.columns) }]
      : [{ on, gained: none, lost: files, widensRestricted: false }]
  })
}
