import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { shareLeg, tableAccess } from '../model/decide.ts'
import { explain } from '../model/explain.ts'
import type { Explanation } from '../model/explanation.ts'
import type { Permission } from '../model/permission.ts'
import { parseGrantee } from '../model/principal.ts'
import { administers, linked, type Principal } from '../model/reach.ts'
import { namesReaching, removalsToTell, type ToldRemoval } from '../model/removed-grants.ts'
import { tableNamed } from '../model/resource-name.ts'
import { type Snapshot, settingsOf } from '../model/snapshot.ts'
import { seenColumns } from '../model/visible.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { removedFrom } from '../store/removed-grants.ts'

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
  /** Who could grant it on, or have a licence prolonged: admins of the principal's own account. */
  approvers: readonly string[]
  /** Of one's own access: whether one's policies let one read the catalog, all of it. */
  readsCatalog?: boolean
  /** Grants that are no more, and gave what is lacking now; the newest first. */
  removed: readonly ToldRemoval[]
}

/**
 * Why a principal can or cannot read: for oneself, and for the admins of either account. Who knew
 * a table by a grant on it that was taken back is told that and nothing that came after.
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
  const knows = mayAsk(snapshot, { caller, ...question, ownerId: query.catalogId, at })
  const seen = seenColumns(snapshot, { principal: principalOf(caller), tableId, at })
  const removed = await removalsOf(deps, snapshot, { ...question, at, knows, seen })
  const knew = removed.length > 0 && asksForOwn(snapshot, caller, principal)
  const found = knows || knew ? explain(snapshot, { ...question, at, knows, seen }) : undefined
  if (found === undefined) throw notFound({ resource: asked })
  const explanation = { ...toldOf(found, { question, knows, removed }), removed }
  const approvers = approversOf(snapshot, { principal, found, query })
  if (principal.arn !== caller.principalArn) return { ...explanation, approvers }
  const request = { action: 'glue:GetTable', resource: '*' }
  const readsCatalog = await deps.identity.allows(caller, request)
  return { ...explanation, approvers, readsCatalog }
}

/** Of another account's licence, and of what it has to share first, nobody here decides. */
function approversOf(
  snapshot: Snapshot,
  of: { principal: Principal; found: Explanation; query: ExplainQuery },
): readonly string[] {
  const { principal, found, query } = of
  if (found.onlyOwner || found.link) return []
  if (found.licence !== undefined && principal.accountId !== query.catalogId) return []
  return settingsOf(snapshot, principal.accountId).admins
}

/** For oneself, or as an admin for the people of one's account. */
function asksForOwn(snapshot: Snapshot, caller: Caller, principal: Principal): boolean {
  if (caller.scope || caller.accountId !== principal.accountId) return false
  return caller.principalArn === principal.arn || administers(snapshot, principalOf(caller), 'any')
}

/** Those from before the principal was made took nothing from it, whatever names they reach by. */
async function removalsOf(
  { sql, identity }: Workings,
  snapshot: Snapshot,
  question: Parameters<typeof removalsToTell>[1],
): Promise<ToldRemoval[]> {
  const on = snapshot.governed.get(question.tableId)
  if (on === undefined) return []
  const { principal } = question
  const since = await identity.principalSince(principal.arn)
  if (since === undefined) return []
  const removed = await removedFrom(sql, on.ownerId, {
    principals: namesReaching(snapshot, principal, on.ownerId),
    since,
  })
  return removalsToTell(snapshot, question, removed)
}

/** What is lacking since a grant was taken back, and the smallest one that would give it back. */
function toldOf(
  found: Explanation,
  told: {
    question: { principal: Principal; permission: Permission }
    knows: boolean
    removed: readonly ToldRemoval[]
  },
): Explanation {
  const { question, knows, removed } = told
  const known = knows ? found : { ...found, considered: [], rules: [], hidden: [], hiddenCount: 0 }
  const { permission, principal } = question
  const last = removed.find(({ request }) => request.permissions.includes(permission))
  if (found.licence !== undefined) return known
  if (found.verdict !== 'denied' || last === undefined) return known
  const whose = last.share ? `, which its account "${last.grantee}" had` : ''
  const when = last.removedAt.toISOString()
  const gone = `"${last.removedBy}" took back ${last.grant}${whose}, at ${when}.`
  const sentence = `"${principal.arn}" has no ${permission} any more: ${gone}`
  return { ...known, sentence, request: last.request }
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
  const abroad = asker.accountId !== ownerId && linked(snapshot, ownerId, asker.accountId)
  const shared = abroad && shareLeg(snapshot, leg).permissions.size > 0
  const knows = shared || own?.permissions.has('DESCRIBE') === true
  if (principal.arn === asker.arn) return knows
  const admin = administers(snapshot, asker, 'any')
  const theirs = principal.accountId === asker.accountId || asker.accountId === ownerId
  return admin && theirs && knows
}
