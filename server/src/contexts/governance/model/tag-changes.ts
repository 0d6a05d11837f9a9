import type { AccountId } from '../../identity/index.ts'
import { denied, inField, invalidInput, limitExceeded, notFound } from '../errors.ts'
import { catalogAccess } from './decide-others.ts'
import {
  CREATOR_SOURCE,
  TAG_KEY_LENGTH_MAX,
  TAG_VALUE_LENGTH_MAX,
  TAG_VALUES_PER_CALL_MAX,
  TAG_VALUES_PER_KEY_MAX,
} from './decisions.ts'
import type { Expression, Grant } from './grant.ts'
import type { Act } from './grant-changes.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import { demandUnattached } from './row-attachment-changes.ts'
import type { RowResource } from './row-policy.ts'
import type { Snapshot } from './snapshot.ts'
import { tagAccess } from './tag-access.ts'
import { foldTag } from './tag-expression.ts'
import { type Change, keyOf, type Tag } from './world.ts'

export interface TagCommand {
  catalogId: AccountId
  key: string
  values: readonly string[]
}

const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@%]*$/u // Lake Formation API: LFTagKey.
const VALUE = /^[\p{L}\p{Z}\p{N}_.:*/=+\-@%]*$/u // Lake Formation API: LFTagValue.
const KEYS_PER_ACCOUNT_MAX = 1000 // Lake Formation quota.

/** A new tag; its creator gets every right on it as a row. */
export function createdTag(snapshot: Snapshot, act: Act, command: TagCommand): Change[] {
  const { catalogId } = command
  const key = foldTag(command.key)
  const values = inField('values', () => foldedValues(command.values))
  demandKey(key)
  if (values.length === 0)
    throw invalidInput({ reason: 'TagValues must not be empty', field: 'values' })
  const question = { principal: act.principal, at: act.now.getTime(), ownerId: catalogId }
  const held = catalogAccess(snapshot, { ...question, use: 'permissions' })
  if (!held.has('CREATE_LF_TAG')) throw denied({ permission: 'Create LF Tag', resource: 'Catalog' })
  // Lake Formation models no AlreadyExistsException here (D-14).
  if (snapshot.world.tags.has(keyOf.tag(catalogId, key)))
    throw invalidInput({ reason: `Tag key already exists: ${key}`, field: 'key' })
  const own = [...snapshot.world.tags.values()].filter((tag) => tag.accountId === catalogId)
  if (own.length >= KEYS_PER_ACCOUNT_MAX)
    throw limitExceeded({ limit: `More than ${KEYS_PER_ACCOUNT_MAX} tag keys` })
  const row: Tag = { accountId: catalogId, key, values }
  const grant = creatorsGrant(act, catalogId, key)
  return [
    { of: 'tags', key: keyOf.tag(catalogId, key), row },
    { of: 'grants', key: grant.id, row: grant },
  ]
}

function creatorsGrant(act: Act, catalogId: AccountId, key: string): Grant {
  const permissions = PERMISSIONS_OF.tag
  return {
    id: act.newId(),
    accountId: catalogId,
    catalogId,
    principal: act.principal.arn,
    resource: { kind: 'tag', key, values: ['*'] },
    permissions,
    grantable: permissions,
    source: CREATOR_SOURCE,
    grantedBy: act.principal.arn,
    grantedAt: act.now,
  }
}

function demandKey(key: string): void {
  if (key.length === 0 || key.length > TAG_KEY_LENGTH_MAX || !KEY.test(key))
    throw invalidInput({ reason: `Invalid tag key "${key}"`, field: 'key' })
}

function foldedValues(raw: readonly string[]): string[] {
  if (raw.length > TAG_VALUES_PER_CALL_MAX)
    throw invalidInput({ reason: `More than ${TAG_VALUES_PER_CALL_MAX} tag values` })
  const values = [...new Set(raw.map(foldTag))]
  const bad = values.find((value) => value.length > TAG_VALUE_LENGTH_MAX || !VALUE.test(value))
  if (bad !== undefined) throw invalidInput({ reason: `Invalid tag value "${bad}"` })
  if (values.includes('*')) throw invalidInput({ reason: 'A tag value must not be "*"' })
  return values
}

/** Adds and takes away values; a value in use on a resource cannot go. */
export function updatedTag(
  snapshot: Snapshot,
  act: Act,
  command: { catalogId: AccountId; key: string; add: readonly string[]; remove: readonly string[] },
): Change[] {
  const { catalogId } = command
  const tag = demandTag(snapshot, act, { ...command, permission: 'ALTER' })
  const gone = foldedValues(command.remove)
  const added = inField('values', () => foldedValues(command.add)).filter(
    (value) => !tag.values.includes(value),
  )
  const unknown = gone.find((value) => !tag.values.includes(value))
  if (unknown !== undefined) throw notFound({ resource: `tag ${tag.key}=${unknown}` })
  const used = assignmentsOf(snapshot, catalogId, tag.key).some(([, row]) =>
    gone.includes(row.value),
  )
  if (used)
    throw invalidInput({ reason: 'Update not allowed. A tag value is in use', field: 'values' })
  demandUnattached(snapshot, attachedBy(snapshot, catalogId, { key: tag.key, gone }))
  const values = [...tag.values.filter((value) => !gone.includes(value)), ...added]
  if (values.length > TAG_VALUES_PER_KEY_MAX)
    throw invalidInput({ reason: `More than ${TAG_VALUES_PER_KEY_MAX} values of a key` })
  if (values.length === 0)
    throw invalidInput({ reason: 'A tag must keep one value', field: 'values' })
  const row: Change = { of: 'tags', key: keyOf.tag(catalogId, tag.key), row: { ...tag, values } }
  return [row, ...narrowed(snapshot, catalogId, { key: tag.key, gone })]
}

/** Resources lose the tag; policies that name it match nothing from now on, for ever (D-7). */
export function deletedTag(
  snapshot: Snapshot,
  act: Act,
  command: { catalogId: AccountId; key: string },
): Change[] {
  const { catalogId } = command
  const tag = demandTag(snapshot, act, { ...command, permission: 'DROP' })
  demandUnattached(snapshot, attachedBy(snapshot, catalogId, { key: tag.key, gone: tag.values }))
  const assigned = assignmentsOf(snapshot, catalogId, tag.key)
  return [
    { of: 'tags', key: keyOf.tag(catalogId, tag.key), row: undefined },
    ...assigned.map(([key]): Change => ({ of: 'assignments', key, row: undefined })),
    ...narrowed(snapshot, catalogId, { key: tag.key, gone: tag.values, whole: true }),
  ]
}

/** The tag, for who may do that with it. @throws governance.not-found, governance.denied */
export function demandTag(
  snapshot: Snapshot,
  act: Act,
  on: { catalogId: AccountId; key: string; permission: Permission },
): Tag {
  const key = foldTag(on.key)
  const tag = snapshot.world.tags.get(keyOf.tag(on.catalogId, key))
  const question = { principal: act.principal, at: act.now.getTime(), ownerId: on.catalogId, key }
  const held = tagAccess(snapshot, { ...question, use: 'permissions' })
  if (tag === undefined || held.size === 0) throw notFound({ resource: `tag ${key}` })
  if (!held.has(on.permission)) throw denied({ permission: on.permission, resource: `tag ${key}` })
  return tag
}

function assignmentsOf(snapshot: Snapshot, catalogId: AccountId, key: string) {
  const { assignments, databases } = snapshot.world
  return [...assignments].filter(
    ([, row]) => row.key === key && databases.get(row.databaseId)?.accountId === catalogId,
  )
}

interface Gone {
  key: string
  gone: readonly string[]
  /** The key itself is gone. */
  whole?: boolean
}

/** Attachments that would reach other tables without the values, also by a saved expression. */
function attachedBy({ world }: Snapshot, accountId: AccountId, gone: Gone) {
  const named = (resource: RowResource) => {
    if (resource.kind === 'table') return false
    const expression =
      'expression' in resource
        ? resource.expression
        : world.expressions.get(keyOf.expression(accountId, resource.expressionName))?.expression
    return expression !== undefined && names(expression, gone)
  }
  return { accountId, what: `tag ${gone.key}`, named }
}

/** Grants and saved expressions without the values that are gone; never with a key fewer. */
function narrowed(snapshot: Snapshot, catalogId: AccountId, gone: Gone): Change[] {
  const grants = [...snapshot.world.grants.values()].filter((row) => row.catalogId === catalogId)
  const saved = [...snapshot.world.expressions.values()].filter(
    (row) => row.accountId === catalogId && names(row.expression, gone),
  )
  return [
    ...grants.flatMap((grant) => narrowedGrant(grant, gone)),
    ...saved.map((row): Change => {
      const expression = withoutValues(row.expression, gone)
      const key = keyOf.expression(catalogId, row.name)
      return { of: 'expressions', key, row: { ...row, expression } }
    }),
  ]
}

function narrowedGrant(grant: Grant, gone: Gone): Change[] {
  const { resource } = grant
  if (resource.kind === 'tag' && resource.key === gone.key) {
    const values = resource.values.filter((value) => !gone.gone.includes(value))
    const dead = gone.whole === true || values.length === 0
    const row = dead ? undefined : { ...grant, resource: { ...resource, values } }
    return [{ of: 'grants', key: grant.id, row }]
  }
  if (!('expression' in resource) || !names(resource.expression, gone)) return []
  const expression = withoutValues(resource.expression, gone)
  const dead = gone.whole === true || expression.some(({ values }) => values.length === 0)
  const why = gone.whole === true ? `tag "${gone.key}" was deleted` : 'its tag values were deleted'
  const row: Grant = dead
    ? { ...grant, invalidBecause: why }
    : { ...grant, resource: { ...resource, expression } }
  return [{ of: 'grants', key: grant.id, row }]
}

function names(expression: Expression, { key, gone }: Gone): boolean {
  return expression.some((pair) => pair.key === key && pair.values.some((v) => gone.includes(v)))
}

/** A key without values stays, and matches nothing. */
function withoutValues(expression: Expression, { key, gone }: Gone): Expression {
  return expression.map((pair) =>
    pair.key === key ? { key, values: pair.values.filter((v) => !gone.includes(v)) } : pair,
  )
}
