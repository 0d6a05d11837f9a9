import type { Permission } from './permission.ts'
import { type Access, NO_ACCESS } from './table-access.ts'
import type { Licence } from './world.ts'

export type EndingLicence = Licence & { endsAt: Date }

/** A table of several agreements is readable while all of them run. */
export function firstToEnd(licences: Iterable<Licence>): EndingLicence | undefined {
  let first: EndingLicence | undefined
  for (const licence of licences)
    if (ends(licence) && (first === undefined || endsBefore(licence, first))) first = licence
  return first
}

/** Of two that end together always the same one is told. */
function endsBefore(one: EndingLicence, other: EndingLicence): boolean {
  const milliseconds = one.endsAt.getTime() - other.endsAt.getTime()
  return milliseconds < 0 || (milliseconds === 0 && one.agreementId < other.agreementId)
}

function ends(licence: Licence): licence is EndingLicence {
  return licence.endsAt !== undefined
}

/** The licence that has ended at `at`, if one has; the instant of its end is after it. */
export function endedLicence(
  { licence }: { licence?: EndingLicence },
  at: number,
): EndingLicence | undefined {
  return licence !== undefined && at >= licence.endsAt.getTime() ? licence : undefined
}

/** To know of a table and to clear it away. Keys to write read as well, so they end too (0182). */
const WITHOUT_LICENCE: ReadonlySet<Permission> = new Set(['DESCRIBE', 'ALTER', 'DROP'])

export function needsLicence(permission: Permission): boolean {
  return !WITHOUT_LICENCE.has(permission)
}

/** What is left of access once a licence has ended, whoever gave it, also where IAM alone did. */
export function withoutLicence({ permissions, described }: Access): Access {
  return { ...NO_ACCESS, permissions: permissions.intersection(WITHOUT_LICENCE), described }
}
