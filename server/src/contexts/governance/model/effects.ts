import { isDeepStrictEqual } from 'node:util'
import { tableAccess } from './decide.ts'
import { peopleIn } from './people.ts'
import type { Principal } from './reach.ts'
import type { Snapshot } from './snapshot.ts'
import { type Access, NO_ACCESS } from './table-access.ts'
import { touchedBy } from './touched.ts'
import { type Change, turnsOf } from './world.ts'

/** What a change of the rules does to what one principal may do with one table. */
export interface Effect {
  principal: Principal
  tableId: string
  before: Access
  after: Access
  /** From this moment on, where a grant that changes begins later. */
  startsAt?: Date
}

/** So many later moments are looked at: a document may name one for each grant. */
const MOMENTS_MAX = 50

/**
 * Whose access to which table is another after `changes` than before: of everybody whom a rule
 * names, and of the others of each account as one (`<account>:IAMPrincipals`). Tags of principals
 * are not known here, so grants that ask for some count for nobody. Grants that change and begin
 * later are looked at once they have begun, too.
 */
export function effectsOf(
  before: Snapshot,
  after: Snapshot,
  { changes, at }: { changes: readonly Change[]; at: number },
): Effect[] {
  const people = peopleIn([before, after])
  const touched = touchedBy({ before, after, changes, people })
  const moments = [at, ...beginnings(before, changes, at)]
  return [...touched].flatMap(([tableId, principals]) =>
    [...principals].flatMap((principal) => {
      const effects = moments.map((moment) => {
        const question = { principal, tableId, at: moment }
        return {
          ...{ principal, tableId },
          before: tableAccess(before, question) ?? NO_ACCESS,
          after: tableAccess(after, question) ?? NO_ACCESS,
          ...(moment === at ? {} : { startsAt: new Date(moment) }),
        }
      })
      return effects.filter((effect, index) => isNews(effect, effects[index - 1]))
    }),
  )
}

/** Later moments at which grants begin that come, go or are others. */
function beginnings({ world }: Snapshot, changes: readonly Change[], at: number): number[] {
  const rows = turnsOf(world, changes).grants.flatMap(({ old, row }) => [old, row])
  const later = rows.flatMap((row) => row?.startsAt?.getTime() ?? []).filter((one) => one > at)
  const sorted = [...new Set(later)].sort((one, other) => one - other)
  return sorted.length <= MOMENTS_MAX
    ? sorted
    : [...sorted.slice(0, MOMENTS_MAX - 1), ...sorted.slice(-1)]
}

/** A difference that there was not at the moment before. */
function isNews({ before, after }: Effect, earlier: Effect | undefined): boolean {
  if (isSame(before, after)) return false
  return !(earlier && isSame(before, earlier.before) && isSame(after, earlier.after))
}

/** What is left out of access says nothing of what may be done. */
export function isSame(one: Access, other: Access): boolean {
  const { restricted: _, ...mine } = one
  const { restricted: __, ...theirs } = other
  return isDeepStrictEqual(mine, theirs)
}
