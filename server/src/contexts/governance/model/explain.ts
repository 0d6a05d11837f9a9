import type { AccountId } from '../../identity/index.ts'
import { conditionHolds } from './condition.ts'
import { optedIn, permits, tableAccess } from './decide.ts'
import { contribution, expressionOf, type Miss } from './evaluate.ts'
import { lackingLeg, smallestRequest } from './explain-advice.ts'
import { consideredRules } from './explain-rules.ts'
import { sentenceOf } from './explain-words.ts'
import type { ConsideredGrant, ExplainQuestion, Explanation } from './explanation.ts'
import type { Governed } from './governed.ts'
import { type Expression, type Grant, IAM_ALLOWED_PRINCIPALS } from './grant.ts'
import { grantsToWeigh } from './grant-index.ts'
import { columnNames, knownText, nameOf } from './grant-names.ts'
import { type EndingLicence, endedLicence, needsLicence } from './licence.ts'
import { LINK_PERMISSIONS, type Permission } from './permission.ts'
import { accountNames, ownNames, type Principal } from './reach.ts'
import type { GovernedColumn } from './register.ts'
import { textOf } from './resource-name.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'
import { matches } from './tag-expression.ts'
import { columnTags, type EffectiveTag } from './tag-inheritance.ts'

/** Why the answer is what it is, from the same contributions that the decision joins. */
export function explain(snapshot: Snapshot, question: ExplainQuestion): Explanation | undefined {
  const access = tableAccess(snapshot, question)
  const on = snapshot.governed.get(question.tableId)
  if (access === undefined || on === undefined) return undefined
  const { table, ownerId } = on
  const allowed = permits(access, question.permission)
  const { seen = on.columns } = question
  const closed = table.columns.filter(({ id }) => !access.columns.has(id))
  const hidden = closed.filter(({ id }) => seen.has(id)).map(({ name }) => name)
  const weighedGrants = legsOf(snapshot, question.principal, ownerId).flatMap(
    ({ leg, accountId, name }) =>
      grantsToWeigh(grantsOf(snapshot, accountId, name), on)
        .filter((grant) => grant.catalogId === ownerId)
        .flatMap((grant) => weighed(snapshot, { ...question, seen, grant, leg, on }) ?? []),
  )
  const text = nameOf(snapshot, { kind: 'table', databaseId: table.databaseId, tableId: table.id })
  const resource = text === undefined ? table.name : textOf(text)
  const licence = licenceLacking(on, question)
  const considered = weighedGrants.map(({ told }) => told)
  const local = weighedGrants.some(
    ({ told, gives }) =>
      told.leg === 'local' && permits({ permissions: gives }, question.permission),
  )
  const lacks = lackingLeg(snapshot, { ...question, on, access })
  const counted = { hidden, hiddenCount: closed.length }
  const link = table.link === true && !LINK_PERMISSIONS.has(question.permission)
  const facts = { access, ...counted, allowed, lacks, local, resource, licence, ownerId, link }
  const partly = question.permission === 'SELECT' && access.restricted
  return {
    ...(link && { link }),
    verdict: allowed ? (partly ? 'partial' : 'allowed') : 'denied',
    sentence: sentenceOf(snapshot, question, facts),
    access,
    considered,
    rules: consideredRules(snapshot, question.principal, on),
    ...counted,
    onlyOwner: lacks === 'share' || lacks === 'grant-option',
    ...(licence
      ? { licence }
      : smallestRequest(snapshot, { ...question, on, access, resource, lacks })),
    snapshotVersion: snapshot.version,
  }
}

function licenceLacking(
  on: Governed,
  { permission, at, knows = true }: ExplainQuestion,
): EndingLicence | undefined {
  return knows && needsLicence(permission) ? endedLicence(on, at) : undefined
}

interface LegNames {
  leg: ConsideredGrant['leg']
  accountId: AccountId
  name: string
}

function legsOf(snapshot: Snapshot, principal: Principal, ownerId: AccountId): LegNames[] {
  const own = ownNames(principal)
  const direct = own.map((name) => ({ leg: 'direct' as const, accountId: ownerId, name }))
  if (principal.accountId === ownerId)
    return [...direct, { leg: 'direct', accountId: ownerId, name: IAM_ALLOWED_PRINCIPALS }]
  const shared = accountNames(snapshot, principal.accountId)
  const { accountId } = principal
  return [
    ...direct,
    ...shared.map((name) => ({ leg: 'share' as const, accountId: ownerId, name })),
    ...own.map((name) => ({ leg: 'local' as const, accountId, name })),
  ]
}

interface Weighed {
  principal: Principal
  grant: Grant
  leg: ConsideredGrant['leg']
  on: Governed
  at: number
  seen: ReadonlySet<number>
}

const NO_PERMISSIONS: ReadonlySet<Permission> = new Set()

/** What is told of a grant, and the permissions that it gives where it counts. */
function weighed(
  snapshot: Snapshot,
  it: Weighed,
): { told: ConsideredGrant; gives: ReadonlySet<Permission> } | undefined {
  const { grant, leg, at } = it
  const { table } = it.on
  const given = contribution(snapshot, { ...it, use: 'permissions' })
  if (given.outcome === 'missed' && ELSEWHERE.includes(given.because)) return undefined
  const { grantedBy, grantedAt, permissions, id } = grant
  const what = knownText(snapshot, grant.resource, it.seen)
  const until = grant.endsAt ? ` until ${grant.endsAt.toISOString()}` : ''
  const base = {
    grantId: id,
    leg,
    grant: `${permissions.join(', ')} on ${what}${until}`,
    grantedBy,
    grantedAt,
  }
  const idle = idleReason(grant, at) ?? optInReason(snapshot, it) ?? conditionReason(it)
  if (idle !== undefined) return { told: { ...base, ...idle }, gives: NO_PERMISSIONS }
  if (given.outcome === 'missed') {
    const reason = missReason(snapshot, it, given.because)
    return { told: { ...base, outcome: 'missed', reason }, gives: NO_PERMISSIONS }
  }
  const gives = given.leg.permissions
  if (given.outcome === 'full')
    return { told: { ...base, outcome: 'matched', reason: 'it covers the whole table' }, gives }
  const names = columnNames(table, [...given.leg.described])
  const other = table.columns.filter(({ id: column }) => !given.leg.described.has(column))
  const why = tagReason(snapshot, it, other)
  const reason = `it covers ${names.length} of ${table.columns.length} columns${why}`
  return { told: { ...base, outcome: 'partly', reason }, gives }
}

/** Grants on other things say nothing about this table. */
const ELSEWHERE: readonly Miss[] = ['other-resource', 'not-on-tables', 'nothing-to-pass-on']

function idleReason(
  grant: Grant,
  at: number,
): Pick<ConsideredGrant, 'outcome' | 'reason'> | undefined {
  const { invalidBecause, startsAt, endsAt } = grant
  if (invalidBecause !== undefined) return { outcome: 'invalid', reason: invalidBecause }
  if (startsAt && at < startsAt.getTime())
    return { outcome: 'not-yet', reason: `it begins at ${startsAt.toISOString()}` }
  if (endsAt && at >= endsAt.getTime())
    return { outcome: 'ended', reason: `it ended at ${endsAt.toISOString()}` }
  return undefined
}

/** What everybody has is not for whom Lake Formation counts all the same. */
function optInReason(
  snapshot: Snapshot,
  { grant, principal, on: { table } }: Weighed,
): Pick<ConsideredGrant, 'outcome' | 'reason'> | undefined {
  if (grant.principal !== IAM_ALLOWED_PRINCIPALS) return undefined
  if (!optedIn(snapshot, principal, { databaseId: table.databaseId, tableId: table.id }))
    return undefined
  return { outcome: 'missed', reason: 'the principal is opted in: only grants to it count' }
}

/** Of somebody who is not asking, the tags of a session are not known. */
function conditionReason({
  grant: { condition },
  principal,
}: Weighed): Pick<ConsideredGrant, 'outcome' | 'reason'> | undefined {
  if (conditionHolds(condition, principal.attributes)) return undefined
  return { outcome: 'missed', reason: `it asks for tags of the principal: ${condition?.text}` }
}

function missReason(snapshot: Snapshot, it: Weighed, because: Miss): string {
  if (because === 'column-gone') return 'a column that it names is gone; it is closed until mended'
  if (because === 'expression-gone') return 'its saved expression is gone'
  if (because === 'empty') return 'none of its columns is left'
  return `no column matches${tagReason(snapshot, it, it.on.table.columns)}`
}

/** Which tag of a column that may be known stands against the expression, and who set it where. */
function tagReason(snapshot: Snapshot, it: Weighed, columns: readonly GovernedColumn[]): string {
  const columnId = columns.find(({ id }) => it.seen.has(id))?.id
  const { resource, catalogId } = it.grant
  const { table } = it.on
  if (resource.kind !== 'table-policy' || columnId === undefined) return ''
  const expression = expressionOf(snapshot, catalogId, resource)
  const tags = columnTags(snapshot.assignments, table, columnId)
  const pair = expression?.find((one) => !matches([one], tags))
  if (pair === undefined) return ''
  const [column] = columnNames(table, [columnId])
  return `: column "${column}" ${standsAgainst(pair, tags.get(pair.key))}`
}

function standsAgainst(pair: Expression[number], tag: EffectiveTag | undefined): string {
  const wanted = `${pair.key}=${pair.values.join('|')}`
  if (tag === undefined) return `has no ${pair.key}, the grant asks for ${wanted}`
  const { value, level, assignedBy, assignedAt } = tag
  const set = `set on the ${level} by ${assignedBy} at ${assignedAt.toISOString()}`
  return `has ${pair.key}=${value} (${set}), the grant asks for ${wanted}`
}
