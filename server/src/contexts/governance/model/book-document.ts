import type { AccountId } from '../../identity/index.ts'
import {
  type AssignmentRule,
  type ExpressionRule,
  type FilterRule,
  type GrantRule,
  type OptInRule,
  type RowAttachmentRule,
  type RowPolicyRule,
  RULE_KEY,
  type RuleBook,
  type RuleOf,
  type Section,
  type TagRule,
} from './book.ts'
import { expressionDocument, resourceDocument } from './book-resource.ts'
import type { ResourceName } from './resource-name.ts'

export type BookDocument = Record<string, unknown>

/** The rules of an account as they are written: always in the same order. */
export function documentOf(book: RuleBook, accountId: AccountId): BookDocument {
  const { tags, expressions, assignments, filters, grants, shares, optIns } = book
  const { rlsPolicies, rlsAttachments } = book
  const granted = (rules: readonly GrantRule[]) =>
    inOrder('grants', rules).map((rule) => grantDocument(rule, accountId))
  return {
    account: accountId,
    ...(tags && { tags: tagsDocument(tags) }),
    ...(expressions && { expressions: inOrder('expressions', expressions).map(savedDocument) }),
    ...(assignments && {
      assignments: inOrder('assignments', assignments).map(assignmentDocument),
    }),
    ...(filters && { filters: inOrder('filters', filters).map(filterDocument) }),
    ...(grants && { grants: granted(grants) }),
    ...(shares && { shares: granted(shares) }),
    ...(optIns && {
      optIns: inOrder('optIns', optIns).map((rule) => optInDocument(rule, accountId)),
    }),
    ...(rlsPolicies && { rlsPolicies: inOrder('rlsPolicies', rlsPolicies).map(policyDocument) }),
    ...(rlsAttachments && {
      rlsAttachments: inOrder('rlsAttachments', rlsAttachments).map(attachmentDocument),
    }),
  }
}

/** By what a reader looks for first: where it is, then whose. */
function inOrder<Name extends Section>(
  section: Name,
  rules: readonly RuleOf<Name>[],
): RuleOf<Name>[] {
  const keyed = rules.map((rule) => {
    const principal = 'principal' in rule ? (rule.principal ?? '') : ''
    const place = 'resource' in rule ? placeText(rule.resource) : ''
    return { rule, key: [place, principal, RULE_KEY[section](rule)].join('\n') }
  })
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ rule }) => rule)
}

/** Databases with what is in them, then what has no place in one. */
function placeText(name: ResourceName): string {
  if (!('database' in name)) return `2 ${name.kind}`
  return `1 ${name.database}\t${'table' in name ? name.table : ''}\t${name.kind}`
}

function tagsDocument(tags: readonly TagRule[]): BookDocument {
  return Object.fromEntries(inOrder('tags', tags).map(({ key, values }) => [key, values]))
}

function savedDocument({ name, description, expression }: ExpressionRule): BookDocument {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    expression: expressionDocument(expression),
  }
}

function assignmentDocument({ resource, tags }: AssignmentRule): BookDocument {
  const { columns, ...place } = resourceDocument(resource)
  const pairs = tags.map(({ key, value }) => [key, value] as const)
  return {
    ...place,
    ...(Array.isArray(columns) ? { column: columns[0] } : {}),
    tags: Object.fromEntries(pairs.sort(([one], [other]) => (one < other ? -1 : 1))),
  }
}

function filterDocument({ database, table, filter, rows, columns }: FilterRule): BookDocument {
  const choice =
    'include' in columns
      ? { columns: columns.include }
      : columns.exclude.length > 0
        ? { withoutColumns: columns.exclude }
        : {}
  return { database, table, name: filter, ...(rows === undefined ? {} : { rows }), ...choice }
}

function grantDocument(rule: GrantRule, accountId: AccountId): BookDocument {
  const { principal, resource, permissions, grantable, startsAt, endsAt, condition } = rule
  return {
    principal,
    ...catalogDocument(rule, accountId),
    resource: resourceDocument(resource),
    permissions,
    ...(grantable.length === 0 ? {} : { grantable }),
    ...(startsAt ? { startsAt: startsAt.toISOString() } : {}),
    ...(endsAt ? { endsAt: endsAt.toISOString() } : {}),
    ...(condition ? { condition: condition.text } : {}),
  }
}

function optInDocument(rule: OptInRule, accountId: AccountId): BookDocument {
  const { principal, resource, condition } = rule
  return {
    principal,
    ...catalogDocument(rule, accountId),
    ...resourceDocument(resource),
    ...(condition ? { condition: condition.text } : {}),
  }
}

function policyDocument({ name, columns, text }: RowPolicyRule): BookDocument {
  return { name, columns: columns.map((column) => ({ ...column })), rows: text }
}

function attachmentDocument(rule: RowAttachmentRule): BookDocument {
  const { policy, resource, principal, condition } = rule
  return {
    ...{ policy, resource: resourceDocument(resource), principal: principal ?? EVERYBODY },
    ...(condition ? { condition: condition.text } : {}),
  }
}

/** Whom a default is for; said, so that nobody makes one by leaving a principal out. */
export const EVERYBODY = 'everybody'

function catalogDocument({ catalogId }: { catalogId: AccountId }, accountId: AccountId) {
  return catalogId === accountId ? {} : { catalogId }
}
