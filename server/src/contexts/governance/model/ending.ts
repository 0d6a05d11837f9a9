import { type Grant, resourceKey } from './grant.ts'
import { grantsLike } from './grant-index.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'

const DAY_MS = 86_400_000
/** So long before its end people are reminded of a grant. */
export const REMINDED_DAYS = 14

/** Grants in force that end soon, and that no other one outlives. */
export function endingSoon(snapshot: Snapshot, at: number): ReadonlySet<Grant> {
  const until = at + REMINDED_DAYS * DAY_MS
  const ending = [...snapshot.world.grants.values()].filter(({ endsAt, invalidBecause }) => {
    if (endsAt === undefined || invalidBecause !== undefined) return false
    return endsAt.getTime() > at && endsAt.getTime() <= until
  })
  return new Set(ending.filter((grant) => !isOutlived(snapshot, grant)))
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
