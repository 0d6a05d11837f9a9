import { conditionHolds } from './condition.ts'
import { ADMIN_IMPLICIT_PERMISSION } from './decisions.ts'
import { contribution, type Giving, sameExpression, type Use } from './evaluate.ts'
import type { Governed } from './governed.ts'
import { counts, type Grant } from './grant.ts'
import { type GrantIndex, grantsNear } from './grant-index.ts'
import { endedLicence, withoutLicence } from './licence.ts'
import { LINK_PERMISSIONS, PERMISSIONS_OF, type Permission } from './permission.ts'
import { namesInRules, ownNames, type Principal, reachOf } from './reach.ts'
import { rowsLeft, within } from './row-rules.ts'
import { letsThrough } from './sieve.ts'
import { opensTable, type Reach, type Snapshot } from './snapshot.ts'
import {
  type Access,
  accessOf,
  cut,
  joined,
  type Leg,
  NO_ACCESS,
  NO_LEG,
  openAccess,
} from './table-access.ts'
import { keyOf, type OptedInto } from './world.ts'

export interface TableQuestion {
  principal: Principal
  tableId: string
  /** Milliseconds since 1970. */
  at: number
}

/** What `principal` may do with a table; undefined when there is no such table. */
export function tableAccess(snapshot: Snapshot, question: TableQuestion): Access | undefined {
  const on = snapshot.governed.get(question.tableId)
  if (on === undefined) return undefined
  const access = accessTo(snapshot, question, on)
  return endedLicence(on, question.at) === undefined ? access : withoutLicence(access)
}

/** As the grants give it, whatever licences say. */
function accessTo(snapshot: Snapshot, { principal, at }: TableQuestion, on: Governed): Access {
  const reach = reachOf(snapshot, principal, on.ownerId)
  if (reach.sieve !== undefined && !letsThrough(reach.sieve, on.marks)) return NO_ACCESS
  if (isOpen(reach, on, at) && !isOptedIn(snapshot, principal, on)) {
    const open = openAccess(on.columns)
    return on.table.link ? ofLink(open) : open
  }
  const leg = legOf(snapshot, reach, { principal, on, at, use: 'permissions' })
  const access = accessOf(reach.home && reach.anyAdmin ? described(leg, on) : leg, on)
  return on.table.link ? ofLink(access) : access
}

/** What is let do with a link; its target has rules of its own. */
export function ofLink(access: Access): Access {
  return { ...access, permissions: access.permissions.intersection(LINK_PERMISSIONS) }
}

function isOpen({ everyone }: Reach, { table }: Governed, at: number): boolean {
  return everyone !== undefined && opensTable(everyone, table, at)
}

/** An admin describes what others made (D-1). */
function described({ permissions, sources }: Leg, { columns }: Governed): Leg {
  return {
    permissions: new Set(permissions).add(ADMIN_IMPLICIT_PERMISSION),
    described: columns,
    sources,
  }
}

/** Alone or with all people of its account; a table also by an opt-in of all tables. */
export function optedIn(
  snapshot: Snapshot,
  principal: Principal,
  on: { databaseId: string; tableId?: string },
): boolean {
  const { optInsTo } = snapshot
  if (optInsTo.size === 0) return false
  const { databaseId } = on
  const places: OptedInto[] =
    on.tableId === undefined ? [on] : [on, { databaseId, allTables: true }]
  return ownNames(principal).some((name) =>
    places.some((place) => {
      const rows = optInsTo.get(keyOf.optIn({ principal: name, ...place }))?.values() ?? []
      return [...rows].some(({ condition }) => conditionHolds(condition, principal.attributes))
    }),
  )
}

function isOptedIn(snapshot: Snapshot, principal: Principal, { table }: Governed): boolean {
  return optedIn(snapshot, principal, { databaseId: table.databaseId, tableId: table.id })
}

export interface LegQuestion {
  principal: Principal
  on: Governed
  at: number
  use: Use
}

/**
 * Union of the principal's own grants in the owner's store and, across accounts, of what the owner
 * shared with the account cut with what that account granted on.
 */
export function tableLeg(snapshot: Snapshot, question: LegQuestion): Leg {
  return legOf(snapshot, reachOf(snapshot, question.principal, question.on.ownerId), question)
}

/** What is granted, on the rows that policies leave. */
function legOf(snapshot: Snapshot, reach: Reach, question: LegQuestion): Leg {
  const { principal, on } = question
  const granted = grantedLeg(snapshot, reach, question)
  if (on.rules === undefined) return granted
  const names = namesInRules(snapshot, principal, on.ownerId)
  return within(granted, rowsLeft(on.rules, { names, principal }))
}

function grantedLeg(snapshot: Snapshot, reach: Reach, question: LegQuestion): Leg {
  if (!reach.linked) return NO_LEG
  const direct = legIn(snapshot, reach.direct, question)
  if (reach.home) {
    if (reach.everyone === undefined || question.use === 'grantable') return direct
    if (isOptedIn(snapshot, question.principal, question.on)) return direct
    return joined(direct, legIn(snapshot, [reach.everyone], question))
  }
  const share = legIn(snapshot, reach.share, question)
  if (reach.admin || share === NO_LEG) return joined(direct, share)
  return joined(direct, passedOn(snapshot, reach, question))
}

/** What an account grants on to its own: of what was shared with it to grant on (section 1.10). */
function passedOn(snapshot: Snapshot, { share, local }: Reach, question: LegQuestion): Leg {
  const shared = legIn(snapshot, share, { ...question, use: 'grantable' })
  const leg = cut(shared, legIn(snapshot, local, question))
  if (question.use === 'grantable') return leg
  const policies = local
    .flatMap((index) => grantsNear(index, question.on))
    .filter(({ resource }) => resource.kind === 'table-policy')
  return policies.reduce((all, grant) => {
    const own = legOfGrant(snapshot, grant, question)
    return joined(all, cut(byOtherTags(snapshot, share, { ...question, grant }), own))
  }, leg)
}

/** D-12: a policy over tags passes on what other ones share, which takes no grant option. */
function byOtherTags(
  snapshot: Snapshot,
  share: readonly GrantIndex[],
  question: LegQuestion & { grant: Giving },
): Leg {
  if (question.grant.resource.kind !== 'table-policy') return NO_LEG
  const other = (one: Grant) =>
    one.resource.kind === 'table-policy' && !sameExpression(snapshot, one, question.grant)
  return legIn(snapshot, share, question, other)
}

/** What an account grants on by one grant: it alone, cut as `passedOn` cuts all of them. */
export function passedOnBy(snapshot: Snapshot, question: LegQuestion & { grant: Giving }): Leg {
  const { share } = reachOf(snapshot, question.principal, question.on.ownerId)
  const given = contribution(snapshot, question)
  if (given.outcome === 'missed') return NO_LEG
  const shared = legIn(snapshot, share, { ...question, use: 'grantable' })
  return cut(joined(shared, byOtherTags(snapshot, share, question)), given.leg)
}

/** What the owner shared with the principal's whole account, or of that what it may grant on. */
export function shareLeg(snapshot: Snapshot, question: LegQuestion): Leg {
  const { share } = reachOf(snapshot, question.principal, question.on.ownerId)
  return legIn(snapshot, share, question)
}

/** What the grants of `indexes` give on the table. */
function legIn(
  snapshot: Snapshot,
  indexes: readonly GrantIndex[],
  question: LegQuestion,
  wanted?: (grant: Grant) => boolean,
): Leg {
  let leg = NO_LEG
  for (const index of indexes)
    for (const grant of grantsNear(index, question.on))
      if (wanted === undefined || wanted(grant))
        leg = joined(leg, legOfGrant(snapshot, grant, question))
  return leg
}

function legOfGrant(snapshot: Snapshot, grant: Grant, question: LegQuestion): Leg {
  if (!counts(grant, question)) return NO_LEG
  const given = contribution(snapshot, { ...question, grant })
  return given.outcome === 'missed' ? NO_LEG : given.leg
}

/** True when `access` carries `permission`; DESCRIBE comes with any other. */
export function permits(access: Pick<Access, 'permissions'>, permission: Permission): boolean {
  if (permission !== 'ALL') return access.permissions.has(permission)
  return PERMISSIONS_OF.table.every((one) => access.permissions.has(one))
}
