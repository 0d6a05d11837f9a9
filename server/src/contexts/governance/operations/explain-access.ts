import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { shareLeg, tableAccess } from '../model/decide.ts'
import { type Explanation, explain } from '../model/explain.ts'
import type { Permission } from '../model/permission.ts'
import { parseGrantee } from '../model/principal.ts'
import { administers } from '../model/reach.ts'
import { tableNamed } from '../model/resource-name.ts'
import { type Snapshot, settingsOf } from '../model/snapshot.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

export interface ExplainQuery {
  catalogId: AccountId
  database: string
  table: string
  /** The caller itself unless named. */
  principal?: string
  /** SELECT unless named. */
  permission?: Permission
}

export interface ExplainedAccess extends Explanation {
  /** Who could grant it on: the admins of the principal's own account. */
  approvers: readonly string[]
  /** Of one's own access: whether one's policies let one read the catalog, all of it. */
  readsCatalog?: boolean
}

/**
 * Why a principal can or cannot read: for oneself, and for the admins of either account.
 *
 * @throws governance.not-found, also where the caller may not ask
 */
export async function explainAccess(
  deps: Workings,
  caller: Caller,
  query: ExplainQuery,
): Promise<ExplainedAccess> {
  await deps.identity.demand(caller, { action: 'lakeformation:ListPermissions', resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, query.catalogId])
  const grantee = parseGrantee(query.principal ?? caller.principalArn)
  const { id: tableId } = tableNamed(snapshot, query.catalogId, query)
  const asked = `${query.database}.${query.table}`
  if (grantee.kind !== 'person') throw notFound({ resource: asked })
  const principal = { arn: grantee.name, accountId: grantee.accountId }
  const question = { principal, tableId, permission: query.permission ?? 'SELECT' }
  const at = deps.clock().getTime()
  if (!mayAsk(snapshot, { caller, ...question, ownerId: query.catalogId, at }))
    throw notFound({ resource: asked })
  const explanation = explain(snapshot, { ...question, at })
  if (explanation === undefined) throw notFound({ resource: asked })
  const approvers = settingsOf(snapshot, principal.accountId).admins
  if (principal.arn !== caller.principalArn) return { ...explanation, approvers }
  const request = { action: 'glue:GetTable', resource: '*' }
  const readsCatalog = await deps.identity.allows(caller, request)
  return { ...explanation, approvers, readsCatalog }
}

function mayAsk(
  snapshot: Snapshot,
  of: {
    caller: Caller
    principal: { arn: string; accountId: AccountId }
    tableId: string
    ownerId: AccountId
    at: number
  },
): boolean {
  const { caller, principal, tableId, ownerId, at } = of
  const asker = principalOf(caller)
  const on = snapshot.governed.get(tableId)
  if (on === undefined || caller.scope) return false
  const own = tableAccess(snapshot, { principal: asker, tableId, at })
  const leg = { principal: asker, on, at, use: 'permissions' as const }
  const shared = asker.accountId !== ownerId && shareLeg(snapshot, leg).permissions.size > 0
  const knows = shared || own?.permissions.has('DESCRIBE') === true
  if (principal.arn === asker.arn) return knows
  const admin = administers(snapshot, asker, 'any')
  const theirs = principal.accountId === asker.accountId || asker.accountId === ownerId
  return admin && theirs && knows
}
