import { DomainError } from '../../../foundation/errors.ts'
import type { AccountId } from '../../identity/index.ts'
import {
  type AssignmentRule,
  type ExpressionRule,
  type FilterRule,
  type GrantRule,
  type OptInRule,
  plainExpression,
  plainPermissions,
  plainResource,
  type RowAttachmentRule,
  type RowPolicyRule,
  type RuleBook,
  sorted,
  type TagRule,
} from './book.ts'
import { EVERYBODY } from './book-document.ts'
import {
  entriesOf,
  itemsOf,
  membersOf,
  needed,
  type Place,
  refuse,
  textAt,
  textsAt,
} from './book-place.ts'
import { demandOnce, readExpression, readResource } from './book-resource.ts'
import { parseCondition } from './condition-text.ts'
import { demandConditional, demandShape } from './grant-limits.ts'
import { PERMISSIONS_OF, type Permission } from './permission.ts'
import { type Grantee, parseGrantee } from './principal.ts'
import { ORGANIZATION } from './reach.ts'
import type { ResourceName } from './resource-name.ts'
import { foldTag } from './tag-expression.ts'

/** What is there to write of the rules of `accountId`. @throws governance.invalid-rule-book */
export function readBook(document: unknown, accountId: AccountId): RuleBook {
  const members = membersOf({ value: document, path: '' }, MEMBERS)
  const { account, tags, expressions, assignments, filters, grants, shares, optIns } = members
  if (account && textAt(account) !== accountId)
    refuse(account, `these are rules of account "${account.value}", and you are of "${accountId}"`)
  return {
    ...(tags && { tags: entriesOf(tags).map(readTag) }),
    ...(expressions && { expressions: itemsOf(expressions).map(readSaved) }),
    ...(assignments && { assignments: itemsOf(assignments).map(readAssignment) }),
    ...(filters && { filters: itemsOf(filters).map(readFilter) }),
    ...(grants && {
      grants: itemsOf(grants).map((one) => readGrant(one, { accountId, share: false })),
    }),
    ...(shares && {
      shares: itemsOf(shares).map((one) => readGrant(one, { accountId, share: true })),
    }),
    ...(optIns && { optIns: itemsOf(optIns).map((one) => readOptIn(one, accountId)) }),
    ...(members.rlsPolicies && { rlsPolicies: itemsOf(members.rlsPolicies).map(readPolicy) }),
    ...(members.rlsAttachments && {
      rlsAttachments: itemsOf(members.rlsAttachments).map(readAttachment),
    }),
  }
}

const MEMBERS = [
  ...(['account', 'tags', 'expressions', 'assignments', 'filters', 'grants', 'shares'] as const),
  ...(['optIns', 'rlsPolicies', 'rlsAttachments'] as const),
]

function readTag([key, place]: [string, Place]): TagRule {
  const values = sorted(textsAt(place).map(foldTag))
  if (values.length === 0) refuse(place, 'a tag needs a value')
  return { key: foldTag(key), values, at: place.path }
}

function readSaved(place: Place): ExpressionRule {
  const members = membersOf(place, ['name', 'description', 'expression'])
  return {
    name: textAt(needed(place, members, 'name')),
    expression: plainExpression(readExpression(needed(place, members, 'expression'))),
    ...(members.description && { description: textAt(members.description) }),
    at: place.path,
  }
}

function readAssignment(place: Place): AssignmentRule {
  const members = membersOf(place, ['database', 'table', 'column', 'tags'])
  const database = textAt(needed(place, members, 'database'))
  if (members.column && !members.table) refuse(place, '"table" is missing, which the column is of')
  const table = members.table && textAt(members.table)
  const include = members.column && [textAt(members.column)]
  const resource: ResourceName =
    table === undefined
      ? { kind: 'database', database }
      : include
        ? { kind: 'columns', database, table, include }
        : { kind: 'table', database, table }
  const pairs = needed(place, members, 'tags')
  const tags = entriesOf(pairs).map(([key, value]) => ({
    key: foldTag(key),
    value: foldTag(textAt(value)),
  }))
  demandOnce(pairs, tags)
  return { resource, tags, at: place.path }
}

function readFilter(place: Place): FilterRule {
  const names = ['database', 'table', 'name', 'rows', 'columns', 'withoutColumns'] as const
  const members = membersOf(place, names)
  const { columns, withoutColumns } = members
  const rows = members.rows && textAt(members.rows).trim()
  if (columns && withoutColumns) refuse(withoutColumns, '"columns" has said which')
  return {
    database: textAt(needed(place, members, 'database')),
    table: textAt(needed(place, members, 'table')),
    filter: textAt(needed(place, members, 'name')),
    ...(rows && rows.toUpperCase() !== 'TRUE' ? { rows } : {}),
    columns: columns
      ? { include: sorted(textsAt(columns)) }
      : { exclude: withoutColumns ? sorted(textsAt(withoutColumns)) : [] },
    at: place.path,
  }
}

const GRANT = [
  ...(['principal', 'catalogId', 'resource', 'permissions', 'grantable'] as const),
  ...(['startsAt', 'endsAt', 'condition'] as const),
]

function readGrant(place: Place, of: { accountId: AccountId; share: boolean }): GrantRule {
  const members = membersOf(place, GRANT)
  const { startsAt, endsAt } = members
  const grantee = granteeAt(needed(place, members, 'principal'))
  const share = grantee.kind === 'account' || grantee.kind === 'organization'
  if (share !== of.share)
    refuse(
      needed(place, members, 'principal'),
      share ? 'a grant to an account stands in "shares"' : 'only accounts stand in "shares"',
    )
  const rule: GrantRule = {
    principal: grantee.name,
    catalogId: catalogAt(members.catalogId, of.accountId),
    resource: readResource(needed(place, members, 'resource')),
    permissions: permissionsAt(needed(place, members, 'permissions')),
    grantable: members.grantable ? permissionsAt(members.grantable) : [],
    ...(startsAt && { startsAt: instantAt(startsAt) }),
    ...(endsAt && { endsAt: instantAt(endsAt) }),
    ...conditionAt(members.condition),
    at: place.path,
  }
  if (rule.startsAt && rule.endsAt && rule.startsAt >= rule.endsAt)
    refuse(place, 'it ends before it begins')
  told(place, () => demandShape(rule))
  told(place, () => demandConditional(rule, grantee))
  return rule
}

function readOptIn(place: Place, accountId: AccountId): OptInRule {
  const names = ['principal', 'catalogId', 'database', 'table', 'tables', 'condition'] as const
  const members = membersOf(place, names)
  const { database, table, tables } = members
  const named = {
    ...(database && { database }),
    ...(table && { table }),
    ...(tables && { tables }),
  }
  const value = Object.fromEntries(Object.entries(named).map(([name, one]) => [name, one.value]))
  return {
    principal: granteeAt(needed(place, members, 'principal')).name,
    catalogId: catalogAt(members.catalogId, accountId),
    resource: plainResource(readResource({ value, path: place.path })),
    ...conditionAt(members.condition),
    at: place.path,
  }
}

function readPolicy(place: Place): RowPolicyRule {
  const members = membersOf(place, ['name', 'columns', 'rows'])
  const columns = itemsOf(needed(place, members, 'columns')).map((item) => {
    const { name, type } = membersOf(item, ['name', 'type'])
    return { name: textAt(needed(item, { name }, 'name')), ...(type && { type: textAt(type) }) }
  })
  return {
    name: textAt(needed(place, members, 'name')).toLowerCase(),
    ...{ columns, text: textAt(needed(place, members, 'rows')).trim(), at: place.path },
  }
}

function readAttachment(place: Place): RowAttachmentRule {
  const members = membersOf(place, ['policy', 'resource', 'principal', 'condition'])
  const principal = needed(place, members, 'principal')
  const forAll = textAt(principal) === EVERYBODY
  return {
    policy: textAt(needed(place, members, 'policy')).toLowerCase(),
    resource: readResource(needed(place, members, 'resource')),
    ...(forAll ? {} : { principal: granteeAt(principal).name }),
    ...conditionAt(members.condition),
    at: place.path,
  }
}

function granteeAt(place: Place): Grantee {
  const text = textAt(place)
  if (text === ORGANIZATION) return { kind: 'organization', name: ORGANIZATION }
  return told(place, () => parseGrantee(text))
}

function catalogAt(place: Place | undefined, accountId: AccountId): AccountId {
  if (place === undefined) return accountId
  const text = textAt(place)
  if (!/^\d{12}$/.test(text)) refuse(place, `"${text}" is no account: 12 digits`)
  return text as AccountId
}

const PERMISSIONS: readonly string[] = ['ALL', ...Object.values(PERMISSIONS_OF).flat()]

function permissionsAt(place: Place): readonly Permission[] {
  const texts = itemsOf(place).map((item) => {
    const text = textAt(item)
    if (!PERMISSIONS.includes(text)) refuse(item, `"${text}" is no permission`)
    return text as Permission
  })
  return plainPermissions(texts)
}

function instantAt(place: Place): Date {
  const text = textAt(place)
  const instant = new Date(text)
  const day = text.slice(0, 10)
  const real = INSTANT.test(text) && !Number.isNaN(instant.getTime())
  // A thirtieth of February would be read as a day in March.
  if (!real || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day)
    refuse(place, `"${text}" is no instant with a zone, as 2026-03-01T00:00:00Z`)
  return instant
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/

function conditionAt(place: Place | undefined): Pick<GrantRule, 'condition'> {
  if (place === undefined) return {}
  const text = textAt(place)
  return { condition: told(place, () => parseCondition(text)) }
}

/** What the rules of grants refuse is told with the place. */
function told<Value>(place: Place, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof DomainError) refuse(place, error.message)
    throw error
  }
}
