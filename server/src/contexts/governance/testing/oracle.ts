import type { AttributeTest } from '../model/condition.ts'
import type { Expression, Grant, PolicyResource } from '../model/grant.ts'
import type { Permission } from '../model/permission.ts'
import type { Predicate } from '../model/predicate.ts'
import type { Principal } from '../model/reach.ts'
import type { GovernedTable } from '../model/register.ts'
import type { RowAttachment } from '../model/row-policy.ts'
import type { Row, World } from '../model/world.ts'

/** Values of one row by field id; null is SQL's NULL. */
export type Cells = Readonly<Record<number, string | null>>

/** The rows of a world, each kind as a plain list. */
export type Lists = { [Name in keyof World]: readonly Row<Name>[] }

export function listsOf(world: World): Lists {
  const lists = Object.entries(world).map(([kind, rows]) => [kind, [...rows.values()]])
  return Object.fromEntries(lists) as Lists
}

/**
 * The semantics told a second time, for tests: cell by cell, over plain lists, without an index and
 * without any function of the kernel. Slow, and simple enough to be believed by reading.
 */
export function oracle(world: Lists, principal: Principal, table: GovernedTable, at: number) {
  const owner = world.databases.find(({ id }) => id === table.databaseId)?.accountId ?? ''
  const home = principal.accountId === owner
  const account = world.accounts.find(({ id }) => id === principal.accountId)
  const own = [principal.arn, `${principal.accountId}:IAMPrincipals`]
  const shared = [principal.accountId as string, ...(account?.organization ? ['organization'] : [])]
  const settings = world.settings.find(({ accountId }) => accountId === principal.accountId)
  const admin = settings?.admins.includes(principal.arn) ?? false
  const everyone = 'IAM_ALLOWED_PRINCIPALS'
  const names = home ? own : [...own, ...shared]
  const on = { world, table, at, owner, tags: principal.attributes ?? {} }
  const ended = world.licences.some(
    (row) => row.tableId === table.id && row.endsAt !== undefined && row.endsAt.getTime() <= at,
  )
  const optedIn = world.optIns.some(
    (row) =>
      own.includes(row.principal) &&
      asks(row.condition?.test, on.tags) === 'yes' &&
      (row.tableId === table.id || (row.allTables && row.databaseId === table.databaseId)),
  )
  const opening = home ? grantsTo(on, owner, [everyone]) : []
  const iamAlone = !optedIn && opening.some((grant) => opens(grant, table))
  const rules = rulesFor(on, names)

  /** One of the three ways in: at home, directly from abroad, or through the account. */
  const direct = grantsTo(on, owner, home && !optedIn ? [...own, everyone] : own)
  const share = home ? [] : grantsTo(on, owner, shared)
  const local = home ? [] : grantsTo(on, principal.accountId, own)
  const linked = home || areLinked(world, owner, principal.accountId)

  function reached(given: (grant: Grant) => boolean): boolean {
    if (!linked) return false
    if (direct.some(given)) return true
    if (admin) return share.some(given)
    return local.filter(given).some((mine) => share.some((one) => passes(on, one, mine, given)))
  }

  return {
    open: iamAlone && !ended,
    cell: (column: number, row: Cells) =>
      !ended &&
      (iamAlone ||
        (leftRow(on, rules, row) && reached((grant) => showsCell(on, grant, column, row)))),
    whole: (permission: Permission) =>
      (!ended || ['DESCRIBE', 'ALTER', 'DROP'].includes(permission)) &&
      (iamAlone || reached((grant) => givesWhole(on, grant, permission))),
  }
}

/**
 * Section 1.10: to delegate, an account must have the permission with grant option; a policy over
 * other tags it may make without, and that is cut with what was shared.
 */
function passes(on: On, share: Grant, mine: Grant, given: (grant: Grant) => boolean): boolean {
  if (given({ ...share, permissions: share.grantable })) return true
  const [theirs, own] = [share, mine].map(({ resource }) =>
    resource.kind === 'table-policy' ? expressionIn(on.world, resource) : undefined,
  )
  return theirs !== undefined && own !== undefined && !identical(theirs, own) && given(share)
}

function identical(one: Expression, other: Expression): boolean {
  const within = (a: Expression, b: Expression) =>
    a.every(({ key, values }) => {
      const there = b.find((pair) => pair.key === key)?.values
      return there !== undefined && values.every((value) => there.includes(value))
    })
  return within(one, other) && within(other, one)
}

function areLinked({ accounts, acceptances }: Lists, owner: string, recipient: string): boolean {
  const inside = accounts.filter(({ organization }) => organization).map(({ id }) => id as string)
  return (
    (inside.includes(owner) && inside.includes(recipient)) ||
    acceptances.some((row) => row.ownerId === owner && row.recipientId === recipient)
  )
}

/** The policies on rows that name somebody. */
function rulesFor(on: On, names: readonly string[]): readonly RowAttachment[] {
  return on.world.rowAttachments.filter(
    ({ accountId, principal: name, resource }) =>
      accountId === on.owner &&
      (name === undefined || names.includes(name)) &&
      (resource.kind === 'table' ? resource.tableId === on.table.id : tagged(on, resource)),
  )
}

/** Where a policy names somebody, they are left the rows of those that they fulfil. */
function leftRow(on: On, rules: readonly RowAttachment[], row: Cells): boolean {
  const opening = rules.filter(({ condition }) => asks(condition?.test, on.tags) === 'yes')
  return rules.length === 0 || opening.some(({ policy }) => opensRow(on, policy, row))
}

interface On {
  world: Lists
  table: GovernedTable
  at: number
  owner: string
  tags: Readonly<Record<string, string>>
}

function grantsTo(
  { world, at, owner, tags }: On,
  store: string,
  names: readonly string[],
): readonly Grant[] {
  return world.grants.filter((grant) => {
    if (grant.accountId !== store || !names.includes(grant.principal)) return false
    if (grant.catalogId !== owner || grant.invalidBecause !== undefined) return false
    if (asks(grant.condition?.test, tags) !== 'yes') return false
    if (grant.startsAt !== undefined && grant.startsAt.getTime() > at) return false
    return grant.endsAt === undefined || grant.endsAt.getTime() > at
  })
}

/** Cedar: what is asked of a tag that is not there is an error, unless it was decided before. */
function asks(
  test: AttributeTest | undefined,
  tags: Readonly<Record<string, string>>,
): 'yes' | 'no' | 'error' {
  if (test === undefined) return 'yes'
  if (test.op === 'has') return test.tag in tags ? 'yes' : 'no'
  if (test.op === 'equals' && !(test.tag in tags)) return 'error'
  if (test.op === 'equals') return tags[test.tag] === test.value ? 'yes' : 'no'
  const answers = test.terms.map((term) => asks(term, tags))
  const otherwise = test.op === 'and' ? 'yes' : 'no'
  return answers.find((answer) => answer !== otherwise) ?? otherwise
}

function opens({ resource, permissions, condition }: Grant, table: GovernedTable): boolean {
  if (condition !== undefined || !permissions.includes('ALL')) return false
  if (resource.kind === 'table') return resource.tableId === table.id
  return resource.kind === 'all-tables' && resource.databaseId === table.databaseId
}

function showsCell(on: On, grant: Grant, column: number, row: Cells): boolean {
  const { resource, permissions } = grant
  const { world, table } = on
  if (!permissions.includes('SELECT') && !permissions.includes('ALL')) return false
  if (resource.kind === 'table') return resource.tableId === table.id
  if (resource.kind === 'all-tables') return resource.databaseId === table.databaseId
  if (resource.kind === 'columns')
    return resource.tableId === table.id && chosen(table, resource, column)
  if (resource.kind === 'table-policy') return matching(on, grant, column)
  if (resource.kind !== 'filter' || resource.tableId !== table.id) return false
  const filter = world.filters.find(({ id }) => id === resource.filterId)
  if (filter === undefined || !chosen(table, filter.columns, column)) return false
  const there = table.columns.flatMap(({ id, fields = [] }) => [id, ...fields.map((one) => one.id)])
  const text = JSON.stringify(filter.rows?.predicate ?? {})
  const asked = [...text.matchAll(/"column":(\d+)/g)].map(([, id]) => Number(id))
  if (asked.some((id) => !there.includes(id))) return false
  return filter.rows === undefined || truth(filter.rows.predicate, row) === true
}

function chosen(
  table: GovernedTable,
  choice: { include: readonly number[] } | { exclude: readonly number[] },
  column: number,
): boolean {
  if ('include' in choice) return choice.include.includes(column)
  const gone = choice.exclude.some((id) => !table.columns.some((one) => one.id === id))
  return !gone && !choice.exclude.includes(column)
}

function givesWhole(on: On, grant: Grant, permission: Permission): boolean {
  const { resource, permissions } = grant
  const { table } = on
  if (!permissions.includes(permission) && !permissions.includes('ALL')) return false
  if (resource.kind === 'table') return resource.tableId === table.id
  if (resource.kind === 'all-tables') return resource.databaseId === table.databaseId
  if (resource.kind !== 'table-policy') return false
  return table.columns.every(({ id }) => matching(on, grant, id))
}

function matching(on: On, { resource }: Grant, column: number): boolean {
  return resource.kind === 'table-policy' && matchingTags(on, resource, column)
}

/** A table by its own tags, or by those of any of its columns. */
function tagged(on: On, resource: PolicyResource): boolean {
  const columns = on.table.columns.map(({ id }) => id)
  return [undefined, ...columns].some((column) => matchingTags(on, resource, column))
}

function matchingTags(
  { world, table }: On,
  resource: PolicyResource,
  column: number | undefined,
): boolean {
  const expression = expressionIn(world, resource)
  if (expression === undefined || expression.length === 0) return false
  const lowestValue = (key: string) => {
    const here = world.assignments.filter((row) => row.key === key)
    const inTable = here.filter((row) => row.tableId === table.id)
    const lowest =
      inTable.find((row) => column !== undefined && row.columnId === column) ??
      inTable.find((row) => row.columnId === undefined) ??
      here.find((row) => row.tableId === undefined && row.databaseId === table.databaseId)
    return lowest?.value
  }
  return expression.every(({ key, values }) => values.some((value) => value === lowestValue(key)))
}

function expressionIn(world: Lists, resource: PolicyResource): Expression | undefined {
  if ('expression' in resource) return resource.expression
  return world.expressions.find((one) => one.name === resource.expressionName)?.expression
}

/** Policies of these tests: terms as `c1 = 'a'`, `c3 IS NULL` and `c7.in = 'b'`, joined by OR. */
function opensRow({ world, table }: On, name: string, row: Cells): boolean {
  const policy = world.rowPolicies.find((one) => one.name === name)
  const terms = (policy?.text ?? '').split(' OR ').map((term) => {
    const [, column, inside, value] = /^c(\d)(\.in)? (?:= '(.)'|IS NULL)$/.exec(term) ?? []
    return { column: Number(column), field: inside ? 5 : Number(column), value: value ?? null }
  })
  const fits = terms.every(({ column }) => table.columns.some(({ id }) => id === column))
  return fits && terms.some(({ field, value }) => (row[field] ?? null) === value)
}

/** SQL's three values: undefined is UNKNOWN. Over strings alone. */
export function truth(predicate: Predicate, row: Cells): boolean | undefined {
  switch (predicate.op) {
    case 'true':
      return true
    case 'false':
      return false
    case 'and': {
      const terms = predicate.terms.map((term) => truth(term, row))
      if (terms.includes(false)) return false
      return terms.includes(undefined) ? undefined : true
    }
    case 'or': {
      const terms = predicate.terms.map((term) => truth(term, row))
      if (terms.includes(true)) return true
      return terms.includes(undefined) ? undefined : false
    }
    case 'not': {
      const term = truth(predicate.term, row)
      return term === undefined ? undefined : !term
    }
    case 'is-null':
      return (row[predicate.column] ?? null) === null
    case '=': {
      const value = row[predicate.column] ?? null
      return value === null ? undefined : value === predicate.value.value
    }
    default:
      return undefined
  }
}
