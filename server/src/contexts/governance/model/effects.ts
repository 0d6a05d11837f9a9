import { isDeepStrictEqual } from 'node:util'
import { tableAccess } from './decide.ts'
import { peopleIn } from './people.ts'
import type { Principal } from './reach.ts'
import type { Snapshot } from './snapshot.ts'
import { type Access, NO_ACCESS } from './table-access.ts'
import { touchedBy } from './touched.ts'
import type { Change } from './world.ts'

/** What a change of the rules does to what one principal may do with one table. */
export interface Effect {
  principal: Principal
  tableId: string
  before: Access
  after: Access
}

/**
 * Whose access to which table is another after `changes` than before: of everybody whom a rule
 * names, and of the others of each account as one (`<account>:IAMPrincipals`). Tags of principals
 * are not known here, so grants that ask for some count for nobody.
 */
export function effectsOf(
  before: Snapshot,
  after: Snapshot,
  { changes, at }: { changes: readonly Change[]; at: number },
): Effect[] {
  const people = peopleIn([before, after])
  const touched = touchedBy({ before, after, changes, people })
  return [...touched].flatMap(([tableId, principals]) =>
    [...principals].flatMap((principal) => {
      const question = { principal, tableId, at }
      const effect = {
        ...{ principal, tableId },
        before: tableAccess(before, question) ?? NO_ACCESS,
        after: tableAccess(after, question) ?? NO_ACCESS,
      }
      return isSame(effect.before, effect.after) ? [] : [effect]
    }),
  )
}

/** What is left out of access says nothing of what may be done. */
export function isSame(one: Access, other: Access): boolean {
  const { restricted: _, ...mine } = one
  const { restricted: __, ...theirs } = other
  return isDeepStrictEqual(mine, theirs)
}
