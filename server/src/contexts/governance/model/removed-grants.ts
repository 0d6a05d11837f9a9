import type { AccountId } from '../../identity/index.ts'
import { sameCondition } from './condition.ts'
import { tableAccess } from './decide.ts'
import { type Contribution, contribution } from './evaluate.ts'
import type { Governed } from './governed.ts'
import { active, type Grant } from './grant.ts'
import { grantsToWeigh } from './grant-index.ts'
import { columnNames, knownText, nameOf } from './grant-names.ts'
import type { Permission } from './permission.ts'
import { accountNames, linked, ownNames, type Principal } from './reach.ts'
import { textOf } from './resource-name.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'
import type { Change } from './world.ts'

/** A grant, or what was taken from one. */
export interface Taken {
  grant: Grant
  /** Of a grant on a table by name and without condition: what it gave there until then. */
  gave?: Gift
}

export interface RemovedGrant extends Taken {
  removedBy: string
  removedAt: Date
}

/** What one grant gives on one table. */
export interface Gift {
  permissions: readonly Permission[]
  /** That it opens, by id. */
  columns: readonly number[]
  /** Others are closed by it. */
  partial: boolean
}

/** A removed grant as it matters to somebody on one table. */
export interface ToldRemoval {
  /** `SELECT on mkt.trades` */
  grant: string
  /** Who had it: the principal, or its account. */
  grantee: string
  /** From the owner to an account, or to the principal. */
  share: boolean
  removedBy: string
  removedAt: Date
  /** The smallest grant that would give back on this table what was lost. */
  request: { permissions: readonly Permission[]; resource: string; columns?: readonly string[] }
}

/** What changes take from grants that were there before them, and in force. */
export function takenBy(changes: readonly Change[], before: Snapshot, at: Date): Taken[] {
  return changes.flatMap((change) => {
    if (change.of !== 'grants') return []
    const row = before.world.grants.get(change.key)
    const left = new Set(change.row?.permissions)
    const permissions = row?.permissions.filter((one) => !left.has(one)) ?? []
    if (!row || permissions.length === 0 || !active(row, at.getTime())) return []
    const grant = { ...row, permissions }
    const { resource, condition } = grant
    const on = 'tableId' in resource ? before.governed.get(resource.tableId) : undefined
    const gave = on && !condition ? giftOf(before, { grant, on }) : undefined
    return [{ grant, ...(gave && { gave }) }]
  })
}

function giftOf(snapshot: Snapshot, of: { grant: Grant; on: Governed }): Gift | undefined {
  const gave: Contribution = contribution(snapshot, { ...of, use: 'permissions' })
  if (gave.outcome === 'missed') return undefined
  const columns = gave.leg.sources.flatMap((source) => [...source.columns])
  return { permissions: [...gave.leg.permissions], columns, partial: gave.outcome === 'partial' }
}

/** Whose removed grants may matter to a principal in a catalog. */
export function namesReaching(
  snapshot: Snapshot,
  principal: Principal,
  ownerId: AccountId,
): readonly string[] {
  const abroad = principal.accountId !== ownerId
  return [...ownNames(principal), ...(abroad ? accountNames(snapshot, principal.accountId) : [])]
}

/**
 * Those that gave a permission or columns of the table that the principal has not now. Who does
 * not know the table (any more) is told of what a grant on it by name gave when it was taken:
 * tables and columns may have come since.
 */
export function removalsToTell(
  snapshot: Snapshot,
  question: {
    principal: Principal
    tableId: string
    at: number
    knows: boolean
    /** Columns that whoever is told may know of, by id. */
    seen: ReadonlySet<number>
  },
  removed: readonly RemovedGrant[],
): ToldRemoval[] {
  const { principal, knows, at, seen } = question
  const on = snapshot.governed.get(question.tableId)
  const access = tableAccess(snapshot, question)
  if (on === undefined || access === undefined) return []
  const reached =
    principal.accountId === on.ownerId || linked(snapshot, on.ownerId, principal.accountId)
  const own = new Set(ownNames(principal))
  return removed.flatMap((one) => {
    const known = knownGift(one, on)
    const gave = knows ? giftSeen(snapshot, { ...one, known, on, seen }) : reached && known
    if (!gave || madeGood(snapshot, { ...one, gave, on, at })) return []
    const permissions = gave.permissions.filter((given) => !access.permissions.has(given))
    const closed = gave.columns.filter((id) => !access.columns.has(id))
    if (permissions.length + closed.length === 0) return []
    const { grant, removedBy, removedAt } = one
    const what = knownText(snapshot, grant.resource, seen.union(new Set(known?.columns)))
    return {
      grant: `${grant.permissions.join(', ')} on ${what}`,
      grantee: grant.principal,
      share: !own.has(grant.principal),
      ...{ removedBy, removedAt },
      request: requestOf(snapshot, { on, gave, permissions }),
    }
  })
}

/**
 * What it would give today, to who sees the whole table; else what it gave, or the part of today's
 * that is seen.
 */
function giftSeen(
  snapshot: Snapshot,
  of: { grant: Grant; known: Gift | undefined; on: Governed; seen: ReadonlySet<number> },
): Gift | undefined {
  const gift = giftOf(snapshot, of)
  if (of.on.columns.isSubsetOf(of.seen) || gift === undefined) return gift
  const columns = gift.columns.filter((id) => of.seen.has(id))
  return of.known ?? { ...gift, columns, partial: true }
}

function knownGift({ grant: { resource }, gave }: Taken, { table }: Governed): Gift | undefined {
  return 'tableId' in resource && resource.tableId === table.id ? gave : undefined
}

/** Whether the grantee had as much by another grant since, which may have ended meanwhile. */
function madeGood(
  snapshot: Snapshot,
  of: RemovedGrant & { gave: Gift; on: Governed; at: number },
): boolean {
  const { grant: lost, gave, removedAt, on, at } = of
  return grantsToWeigh(grantsOf(snapshot, lost.accountId, lost.principal), on).some((grant) => {
    if (grant.catalogId !== lost.catalogId || grant.invalidBecause !== undefined) return false
    if (grant.condition && !sameCondition(grant.condition, lost.condition)) return false
    if (grant.startsAt && grant.startsAt.getTime() > at) return false
    if (grant.endsAt && grant.endsAt <= removedAt) return false
    const gives = giftOf(snapshot, { grant, on })
    const permissions = new Set(gives?.permissions)
    const columns = new Set(gives?.columns)
    return (
      gave.permissions.every((one) => permissions.has(one)) &&
      gave.columns.every((id) => columns.has(id) || !on.columns.has(id))
    )
  })
}

function requestOf(
  snapshot: Snapshot,
  of: { on: Governed; gave: Gift; permissions: readonly Permission[] },
): ToldRemoval['request'] {
  const { on, gave, permissions } = of
  const { databaseId, id: tableId } = on.table
  const some = gave.partial && gave.columns.length > 0
  return {
    permissions: permissions.length > 0 ? smallest(permissions) : ['SELECT'],
    resource: textOf(nameOf(snapshot, { kind: 'table', databaseId, tableId })!),
    ...(some && { columns: columnNames(on.table, gave.columns) }),
  }
}

/** Who is let SELECT is let DESCRIBE by that, and who has ALL all the others. */
function smallest(permissions: readonly Permission[]): readonly Permission[] {
  if (permissions.includes('SELECT')) return ['SELECT']
  return permissions.slice(0, 1)
}
