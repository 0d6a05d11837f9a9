import type { AccountId } from '../../identity/index.ts'
import { tableAccess } from './decide.ts'
import { contribution } from './evaluate.ts'
import type { Grant } from './grant.ts'
import { columnNames, nameOf } from './grant-names.ts'
import type { Permission } from './permission.ts'
import { accountNames, ownNames, type Principal } from './reach.ts'
import { textOf } from './resource-name.ts'
import type { Snapshot } from './snapshot.ts'
import type { Change } from './world.ts'

/** A grant, or what was taken from one, that is no more. */
export interface RemovedGrant {
  grant: Grant
  removedBy: string
  removedAt: Date
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

/** What changes take from grants that were there before them. */
export function takenBy(changes: readonly Change[], before: Snapshot): Grant[] {
  return changes.flatMap((change) => {
    if (change.of !== 'grants') return []
    const grant = before.world.grants.get(change.key)
    const left = new Set(change.row?.permissions)
    const permissions = grant?.permissions.filter((one) => !left.has(one)) ?? []
    return grant && permissions.length > 0 ? [{ ...grant, permissions }] : []
  })
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

/** Those that gave a permission or columns of the table that the principal has not now. */
export function removalsToTell(
  snapshot: Snapshot,
  question: { principal: Principal; tableId: string; at: number },
  removed: readonly RemovedGrant[],
): ToldRemoval[] {
  const on = snapshot.governed.get(question.tableId)
  const access = tableAccess(snapshot, question)
  if (on === undefined || access === undefined) return []
  const own = new Set(ownNames(question.principal))
  const table = textOf(
    nameOf(snapshot, { kind: 'table', databaseId: on.table.databaseId, tableId: on.table.id })!,
  )
  return removed.flatMap(({ grant, removedBy, removedAt }) => {
    const gave = contribution(snapshot, { grant, on, use: 'permissions' })
    if (gave.outcome === 'missed') return []
    const permissions = [...gave.leg.permissions].filter((one) => !access.permissions.has(one))
    const columns = gave.leg.sources.flatMap((source) => [...source.columns])
    const closed = columns.filter((id) => !access.columns.has(id))
    if (permissions.length + closed.length === 0) return []
    const name = nameOf(snapshot, grant.resource)
    const what = name === undefined ? grant.resource.kind : textOf(name)
    const some = gave.outcome === 'partial' && columns.length > 0
    return {
      grant: `${grant.permissions.join(', ')} on ${what}`,
      grantee: grant.principal,
      share: !own.has(grant.principal),
      ...{ removedBy, removedAt },
      request: {
        permissions: permissions.length > 0 ? smallest(permissions) : ['SELECT'],
        resource: table,
        ...(some && { columns: columnNames(on.table, columns) }),
      },
    }
  })
}

/** Who is let SELECT is let DESCRIBE by that, and who has ALL all the others. */
function smallest(permissions: readonly Permission[]): readonly Permission[] {
  if (permissions.includes('SELECT')) return ['SELECT']
  return permissions.slice(0, 1)
}
