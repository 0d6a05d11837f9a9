import { type Grant, resourceKey } from './grant.ts'
import { grantsLike } from './grant-index.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'

/** So long before its end people are reminded of a grant. */
export const REMINDED_DAYS = 14

/** Of grants that end soon, those in force that no other one outlives. */
export function notOutlived(snapshot: Snapshot, ids: readonly string[]): Grant[] {
  return ids.flatMap((id) => {
    const grant = snapshot.world.grants.get(id)
    const counts = grant?.endsAt !== undefined && grant.invalidBecause === undefined
    return counts && !isOutlived(snapshot, grant) ? [grant] : []
  })
}

/** Was the same granted once more, for longer? */
function isOutlived(snapshot: Snapshot, grant: Grant): boolean {
  const { accountId, principal, catalogId, endsAt } = grant
  const key = resourceKey(grant.resource)
  const same = grantsLike(grantsOf(snapshot, accountId, principal), grant).filter(
    (one) =>
      one.catalogId === catalogId &&
      resourceKey(one.resource) === key &&
      one.invalidBecause === undefined &&
      one.condition === undefined &&
      (one.startsAt === undefined || one.startsAt <= (endsAt as Date)) &&
      (one.endsAt === undefined || one.endsAt > (endsAt as Date)),
  )
  const kept = new Set(same.flatMap(({ permissions }) => permissions))
  return kept.has('ALL') || grant.permissions.every((one) => kept.has(one))
}
