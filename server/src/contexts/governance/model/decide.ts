import type { AccountId } from '../../identity/index.ts'
import { ADMIN_IMPLICIT_PERMISSION } from './decisions.ts'
import { contribution, type Use } from './evaluate.ts'
import { active, IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import { grantsNear } from './grant-index.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import type { GovernedTable } from './register.ts'
import { grantsOf, openToIam, remember, remembered, type Snapshot, settingsOf } from './snapshot.ts'
import {
  type Access,
  accessOf,
  cut,
  emptyLeg,
  joined,
  type Leg,
  openAccess,
} from './table-access.ts'
import { keyOf } from './world.ts'

/** Who a decision is about: the ARN that grants name, and its account. */
export interface Principal {
  arn: string
  accountId: AccountId
}

export interface TableQuestion {
  principal: Principal
  tableId: string
  /** Milliseconds since 1970. */
  at: number
}

/** What `principal` may do with a table; undefined when there is no such table. */
export function tableAccess(snapshot: Snapshot, question: TableQuestion): Access | undefined {
  const { principal, tableId, at } = question
  const known = remembered(snapshot, principal.arn, at)
  const before = known.get(tableId)
  if (before !== undefined) return before
  const access = freshTableAccess(snapshot, question)
  if (access !== undefined) remember(snapshot, known, tableId, access)
  return access
}

function freshTableAccess(snapshot: Snapshot, question: TableQuestion): Access | undefined {
  const found = governed(snapshot, question.tableId)
  if (found === undefined) return undefined
  const { table, ownerId } = found
  const { principal } = question
  const columns = table.columns.map((column) => column.id)
  if (principal.accountId === ownerId && openForIam(snapshot, question, table, ownerId))
    return openAccess(PERMISSIONS_OF.table, columns)
  const leg = tableLeg(snapshot, { ...question, table, ownerId, use: 'permissions' })
  if (principal.accountId === ownerId && administers(snapshot, principal, 'any')) {
    leg.permissions.add(ADMIN_IMPLICIT_PERMISSION)
    leg.described = new Set(columns)
  }
  return accessOf(leg, columns)
}

function openForIam(
  snapshot: Snapshot,
  question: TableQuestion,
  table: GovernedTable,
  ownerId: AccountId,
): boolean {
  const on = { databaseId: table.databaseId, tableId: table.id }
  if (!openToIam(snapshot, ownerId, { ...on, at: question.at })) return false
  return !optedIn(snapshot, question.principal.arn, on)
}

export function optedIn(
  snapshot: Snapshot,
  principal: string,
  on: { databaseId: string; tableId?: string },
): boolean {
  const { optIns } = snapshot.world
  if (optIns.size === 0) return false
  return optIns.has(keyOf.optIn({ principal, ...on }))
}

export interface LegQuestion {
  principal: Principal
  table: GovernedTable
  ownerId: AccountId
  at: number
  use: Use
}

/**
 * Union of the principal's own grants in the owner's store and, across accounts, of what the owner
 * shared with the account cut with what that account granted on.
 */
export function tableLeg(snapshot: Snapshot, question: LegQuestion): Leg {
  const { principal, ownerId } = question
  const own = ownNames(principal)
  if (principal.accountId === ownerId) {
    const group = question.use === 'permissions' && !isOptedIn(snapshot, question)
    return legIn(snapshot, ownerId, group ? [...own, IAM_ALLOWED_PRINCIPALS] : own, question)
  }
  if (!linked(snapshot, ownerId, principal.accountId)) return emptyLeg()
  const direct = legIn(snapshot, ownerId, own, question)
  const share = shareLeg(snapshot, question)
  if (administers(snapshot, principal, 'admin')) return joined(direct, share)
  const local = legIn(snapshot, principal.accountId, own, question)
  return joined(direct, cut(share, local))
}

function isOptedIn(snapshot: Snapshot, { principal, table }: LegQuestion): boolean {
  return optedIn(snapshot, principal.arn, { databaseId: table.databaseId, tableId: table.id })
}

/** What the owner shared with the principal's whole account. */
export function shareLeg(snapshot: Snapshot, question: LegQuestion): Leg {
  const { principal, ownerId } = question
  const names = accountNames(snapshot, principal.accountId)
  return legIn(snapshot, ownerId, names, question)
}

/** What the grants to `principals` in the store of `accountId` give on the table. */
function legIn(
  snapshot: Snapshot,
  accountId: AccountId,
  principals: readonly string[],
  question: LegQuestion,
): Leg {
  let leg = emptyLeg()
  for (const name of principals) {
    const index = grantsOf(snapshot, accountId, name)
    for (const grant of grantsNear(index, question.table, question.ownerId)) {
      if (!active(grant, question.at)) continue
      const given = contribution(snapshot, { ...question, grant })
      if (given.outcome !== 'missed') leg = joined(leg, given.leg)
    }
  }
  return leg
}

/** The names under which grants reach one person or role. */
export function ownNames(principal: Principal): string[] {
  return [principal.arn, `${principal.accountId}:IAMPrincipals`]
}

/** The names under which grants reach a whole account. */
export function accountNames(snapshot: Snapshot, accountId: AccountId): string[] {
  const inside = snapshot.world.accounts.get(accountId)?.organization === true
  return inside ? [accountId, ORGANIZATION] : [accountId]
}

/** The platform has one organization; grants to its ARN are kept under this one name. */
export const ORGANIZATION = 'organization'

/** Shares work at once inside the organization, else after the recipient accepted them (D-11). */
export function linked(snapshot: Snapshot, ownerId: AccountId, recipientId: AccountId): boolean {
  const { accounts, acceptances } = snapshot.world
  const together = accounts.get(ownerId)?.organization && accounts.get(recipientId)?.organization
  return together === true || acceptances.has(keyOf.acceptance({ ownerId, recipientId }))
}

/** Data lake admin of the principal's own account; `any` counts read-only admins too. */
export function administers(
  snapshot: Snapshot,
  principal: Principal,
  rank: 'admin' | 'any',
): boolean {
  const settings = settingsOf(snapshot, principal.accountId)
  if (settings.admins.includes(principal.arn)) return true
  return rank === 'any' && settings.readOnlyAdmins.includes(principal.arn)
}

export function governed(
  snapshot: Snapshot,
  tableId: string,
): { table: GovernedTable; ownerId: AccountId } | undefined {
  const table = snapshot.world.tables.get(tableId)
  const database = table && snapshot.world.databases.get(table.databaseId)
  return table && database && { table, ownerId: database.accountId }
}

/** True when `access` carries `permission`; DESCRIBE comes with any other. */
export function permits(access: Pick<Access, 'permissions'>, permission: Permission): boolean {
  if (permission !== 'ALL') return access.permissions.has(permission)
  return PERMISSIONS_OF.table.every((one) => access.permissions.has(one))
}
