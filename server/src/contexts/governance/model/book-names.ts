import { DomainError } from '../../../foundation/errors.ts'
import type { AccountId } from '../../identity/index.ts'
import { type FilterRule, plainResource, type RuleBook } from './book.ts'
import type { Reader } from './book-of.ts'
import { nameOf } from './grant-names.ts'
import { type ResourceName, resolve } from './resource-name.ts'
import type { Snapshot } from './snapshot.ts'
import { seesResource } from './visible.ts'

/**
 * The book with the names that its resources really have, which may be written in another case.
 * What is not there, or is not for the reader to know of, stays as it is written.
 */
export function withRealNames(snapshot: Snapshot, reader: Reader, book: RuleBook): RuleBook {
  const own = reader.principal.accountId
  const real = (catalogId: AccountId, name: ResourceName) =>
    realName(snapshot, reader, { catalogId, name })
  const named = <Rule extends { catalogId: AccountId; resource: ResourceName }>(rule: Rule) => ({
    ...rule,
    resource: real(rule.catalogId, rule.resource),
  })
  const { assignments, filters, grants, shares, optIns, rlsAttachments } = book
  return {
    ...book,
    ...(assignments && {
      assignments: assignments.map((one) => ({ ...one, resource: real(own, one.resource) })),
    }),
    ...(filters && { filters: filters.map((one) => realFilter(real, own, one)) }),
    ...(grants && { grants: grants.map(named) }),
    ...(shares && { shares: shares.map(named) }),
    ...(optIns && { optIns: optIns.map(named) }),
    ...(rlsAttachments && {
      rlsAttachments: rlsAttachments.map((one) => ({ ...one, resource: real(own, one.resource) })),
    }),
  }
}

function realName(
  snapshot: Snapshot,
  { principal, at }: Reader,
  { catalogId, name }: { catalogId: AccountId; name: ResourceName },
): ResourceName {
  const resource = orAbsent(() => resolve(snapshot, catalogId, inTable(name)))
  if (resource === undefined) return name
  const home = principal.accountId === catalogId
  if (!home && !seesResource(snapshot, { principal, catalogId, resource, at })) return name
  const real = nameOf(snapshot, resource)
  if (real === undefined) return name
  if (name.kind === 'filter' && real.kind === 'table')
    return { ...name, database: real.database, table: real.table }
  return plainResource(real)
}

/** A filter may be made by the same book, so it is looked for by its table. */
function inTable(name: ResourceName): ResourceName {
  if (name.kind !== 'filter') return name
  return { kind: 'table', database: name.database, table: name.table }
}

function realFilter(
  real: (catalogId: AccountId, name: ResourceName) => ResourceName,
  own: AccountId,
  rule: FilterRule,
): FilterRule {
  const { database, table, columns } = rule
  const [list] = Object.values(columns) as [readonly string[]]
  const name: ResourceName =
    list.length === 0
      ? { kind: 'table', database, table }
      : { kind: 'columns', database, table, ...columns }
  const found = real(own, name)
  if (found.kind === 'table') return { ...rule, database: found.database, table: found.table }
  if (found.kind !== 'columns') return rule
  const choice = 'include' in found ? { include: found.include } : { exclude: found.exclude }
  return { ...rule, database: found.database, table: found.table, columns: choice }
}

/** Whatever is wrong with a name is told by the step that needs it. */
function orAbsent<Value>(find: () => Value): Value | undefined {
  try {
    return find()
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}
