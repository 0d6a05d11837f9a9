import type { AccountId } from '../../identity/index.ts'
import { changedMeanwhile, denied, invalidInput, limitExceeded, notFound } from '../errors.ts'
import { mayGrant } from './authority.ts'
import { catalogAccess } from './decide-others.ts'
import {
  CREATOR_SOURCE,
  EXPRESSION_KEYS_MAX,
  EXPRESSION_WIDENS_BY_RIGHTS,
  EXPRESSIONS_PER_ACCOUNT_MAX,
  TAG_VALUES_PER_CALL_MAX,
} from './decisions.ts'
import { expressionAccess } from './expression-access.ts'
import { canonicalExpression, type Expression, type Grant, type PolicyResource } from './grant.ts'
import type { Act } from './grant-changes.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import { expressionText } from './resource-name.ts'
import { demandUnattached, policiesBy } from './row-attachment-changes.ts'
import type { RowResource } from './row-policy.ts'
import { demandRowPolicy } from './row-policy-changes.ts'
import type { Snapshot } from './snapshot.ts'
import { tagAccess } from './tag-access.ts'
import { seenPairs } from './visible.ts'
import { type Change, keyOf, type SavedExpression } from './world.ts'

export interface ExpressionName {
  catalogId: AccountId
  name: string
}

export interface ExpressionCommand extends ExpressionName {
  description?: string
  expression: Expression
  /** Of an update: what was read, which it must still be. */
  was?: Expression
}

const NAME = /^[^\p{Cc}]{1,255}$/u // Lake Formation API: NameString.
const DESCRIPTION_LENGTH_MAX = 2048 // Lake Formation API: DescriptionString.

/** A new saved expression; its creator gets every right on it as a row. */
export function createdExpression(
  snapshot: Snapshot,
  act: Act,
  command: ExpressionCommand,
): Change[] {
  const { catalogId, name } = command
  demandShape(command)
  const question = { principal: act.principal, at: act.now.getTime(), ownerId: catalogId }
  const held = catalogAccess(snapshot, { ...question, use: 'permissions' })
  if (!held.has('CREATE_LF_TAG_EXPRESSION'))
    throw denied({ permission: 'Create LF Tag Expression', resource: 'Catalog' })
  const key = keyOf.expression(catalogId, name)
  // Lake Formation models no AlreadyExistsException here (D-14).
  if (snapshot.world.expressions.has(key))
    throw invalidInput({ reason: `LF-Tag expression already exists: ${name}`, field: 'name' })
  const row = rowOf(command, grantablePairs(snapshot, act, command))
  const own = [...snapshot.world.expressions.values()].filter((one) => one.accountId === catalogId)
  if (own.length >= EXPRESSIONS_PER_ACCOUNT_MAX)
    throw limitExceeded({ limit: `More than ${EXPRESSIONS_PER_ACCOUNT_MAX} LF-Tag expressions` })
  const grant = creatorsGrant(act, command)
  return [
    { of: 'expressions', key, row },
    { of: 'grants', key: grant.id, row: grant },
  ]
}

/** At once the new expression of every grant that names it. */
export function updatedExpression(
  snapshot: Snapshot,
  act: Act,
  command: ExpressionCommand,
): Change[] {
  demandShape(command)
  const old = demandExpression(snapshot, act, { ...command, permission: 'ALTER' })
  if (command.was && !equal(old.expression, command.was))
    throw changedMeanwhile({ resource: `LF-Tag expression "${command.name}"` })
  const expression = grantablePairs(snapshot, act, command)
  if (!equal(old.expression, expression)) {
    demandRegrant(snapshot, act, { command, expression })
    for (const policy of policiesBy(snapshot, command.catalogId, attachedBy(command.name)))
      demandRowPolicy(snapshot, act, { ...command, name: policy, permission: 'ASSOCIATE' })
  }
  const key = keyOf.expression(command.catalogId, command.name)
  return [{ of: 'expressions', key, row: rowOf(command, expression) }]
}

/** Grants that name it, and those on it, go with it: a later one of its name revives none. */
export function deletedExpression(snapshot: Snapshot, act: Act, command: ExpressionName): Change[] {
  const { catalogId, name } = command
  demandExpression(snapshot, act, { ...command, permission: 'DROP' })
  const what = `expression ${name}`
  demandUnattached(snapshot, { accountId: catalogId, what, named: attachedBy(name) })
  const gone = [...snapshot.world.grants.values()].filter(
    (grant) => grant.catalogId === catalogId && names(grant, name),
  )
  return [
    { of: 'expressions', key: keyOf.expression(catalogId, name), row: undefined },
    ...gone.map(({ id }): Change => ({ of: 'grants', key: id, row: undefined })),
  ]
}

function attachedBy(name: string) {
  return (resource: RowResource) => 'expressionName' in resource && resource.expressionName === name
}

function names({ resource }: Grant, name: string): boolean {
  if (resource.kind === 'expression') return resource.name === name
  return 'expressionName' in resource && resource.expressionName === name
}

/** The expression, for who may do that with it. @throws governance.not-found, governance.denied */
export function demandExpression(
  snapshot: Snapshot,
  act: Pick<Act, 'principal' | 'now'>,
  on: ExpressionName & { permission: Permission },
): SavedExpression {
  const { catalogId, name, permission } = on
  const resource = `LF-Tag expression ${name}`
  const question = { principal: act.principal, at: act.now.getTime(), ownerId: catalogId, name }
  const held = expressionAccess(snapshot, { ...question, use: 'permissions' })
  const saved = snapshot.world.expressions.get(keyOf.expression(catalogId, name))
  if (saved === undefined || held.size === 0) throw notFound({ resource })
  if (!held.has(permission)) throw denied({ permission, resource })
  return saved
}

function demandShape({ name, description, expression }: ExpressionCommand): void {
  if (!NAME.test(name))
    throw invalidInput({ reason: `Invalid LF-Tag expression name "${name}"`, field: 'name' })
  if ((description?.length ?? 0) > DESCRIPTION_LENGTH_MAX)
    throw invalidInput({ reason: `Description of more than ${DESCRIPTION_LENGTH_MAX} characters` })
  if (expression.length > EXPRESSION_KEYS_MAX)
    throw invalidInput({ reason: `More than ${EXPRESSION_KEYS_MAX} keys in an LF-Tag expression` })
  if (expression.some(({ values }) => values.length > TAG_VALUES_PER_CALL_MAX))
    throw invalidInput({ reason: `More than ${TAG_VALUES_PER_CALL_MAX} tag values` })
}

/** The expression, folded; each pair of it must be the caller’s to grant with. */
function grantablePairs(snapshot: Snapshot, act: Act, command: ExpressionCommand): Expression {
  const { catalogId, expression } = command
  const asker = { principal: act.principal, at: act.now.getTime(), catalogId }
  const folded = seenPairs(snapshot, asker, expression)
  const question = { ...asker, ownerId: catalogId, use: 'permissions' as const }
  const permission = 'GRANT_WITH_LF_TAG_EXPRESSION'
  for (const { key, values } of folded)
    for (const value of values)
      if (!tagAccess(snapshot, { ...question, key, value }).has(permission))
        throw denied({ permission, resource: `tag ${key}=${value}` })
  return folded
}

/**
 * Whoever changes what grants mean must have the right to make them anew, as D-22 asks of who makes
 * them: to alter the expression is not to give away what one has not.
 */
function demandRegrant(
  snapshot: Snapshot,
  act: Act,
  { command, expression }: { command: ExpressionCommand; expression: Expression },
): void {
  if (!EXPRESSION_WIDENS_BY_RIGHTS) return
  const { catalogId, name } = command
  // Those in other accounts' stores are cut with what this account shares, at each decision.
  const grants = [...snapshot.world.grants.values()].filter(
    (grant) => grant.catalogId === catalogId && grant.accountId === catalogId && names(grant, name),
  )
  for (const { resource, permissions } of grants) {
    if (resource.kind === 'expression') continue
    const anew = { kind: resource.kind, expression } as PolicyResource
    const asked = { principal: act.principal, catalogId, permissions, at: act.now.getTime() }
    if (!mayGrant(snapshot, { ...asked, resource: anew }))
      throw denied({
        permission: `${permissions.join(', ')} with grant option`,
        resource: `${expressionText(expression)}, which grants by expression ${name} would mean`,
      })
  }
}

function equal(one: Expression, other: Expression): boolean {
  return JSON.stringify(canonicalExpression(one)) === JSON.stringify(canonicalExpression(other))
}

function rowOf(command: ExpressionCommand, expression: Expression): SavedExpression {
  const { catalogId, name, description } = command
  return { accountId: catalogId, name, ...(description ? { description } : {}), expression }
}

function creatorsGrant(act: Act, { catalogId, name }: ExpressionName): Grant {
  const permissions = PERMISSIONS_OF.expression
  return {
    id: act.newId(),
    accountId: catalogId,
    catalogId,
    principal: act.principal.arn,
    resource: { kind: 'expression', name },
    permissions,
    grantable: permissions,
    source: CREATOR_SOURCE,
    grantedBy: act.principal.arn,
    grantedAt: act.now,
  }
}
