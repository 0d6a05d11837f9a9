import { plainResource } from './book.ts'
import { entriesOf, membersOf, type Place, refuse, textAt, textsAt } from './book-place.ts'
import type { Expression } from './grant.ts'
import type { ResourceName } from './resource-name.ts'
import { foldTag } from './tag-expression.ts'

const MEMBERS = [
  ...(['catalog', 'database', 'table', 'tables', 'columns', 'withoutColumns', 'filter'] as const),
  ...(['location', 'tag', 'values', 'expression', 'tablesWith', 'databasesWith'] as const),
  ...(['rlsPolicy'] as const),
]

type Members = { [Name in (typeof MEMBERS)[number]]?: Place }

/** What each form of a resource has; the first that fits is meant. */
const FORMS: readonly (readonly [readonly (keyof Members)[], (of: Members) => ResourceName])[] = [
  [['catalog'], wholeCatalog],
  [['database', 'table', 'columns'], (of) => columns(of, { include: textsOf(of.columns) })],
  [
    ['database', 'table', 'withoutColumns'],
    (of) => columns(of, { exclude: textsOf(of.withoutColumns) }),
  ],
  [
    ['database', 'table', 'filter'],
    (of) => ({ kind: 'filter', ...tableOf(of), filter: textOf(of.filter) }),
  ],
  [['database', 'table'], (of) => ({ kind: 'table', ...tableOf(of) })],
  [['database', 'tables'], allTables],
  [['database'], (of) => ({ kind: 'database', database: textOf(of.database) })],
  [['location'], (of) => ({ kind: 'location', location: textOf(of.location) })],
  [['tag', 'values'], (of) => ({ kind: 'tag', key: textOf(of.tag), values: textsOf(of.values) })],
  [['expression'], (of) => ({ kind: 'expression', name: textOf(of.expression) })],
  [['rlsPolicy'], (of) => ({ kind: 'row-policy', name: textOf(of.rlsPolicy).toLowerCase() })],
  [['tablesWith'], (of) => policy('table-policy', of.tablesWith)],
  [['databasesWith'], (of) => policy('database-policy', of.databasesWith)],
]

/** @throws governance.invalid-rule-book */
export function readResource(place: Place): ResourceName {
  const members = membersOf(place, MEMBERS)
  const names = Object.keys(members)
  const form = FORMS.find(
    ([needs]) => needs.length === names.length && needs.every((name) => names.includes(name)),
  )
  if (form === undefined) {
    const forms = FORMS.map(([needs]) => needs.join(' + ')).join('; ')
    return refuse(place, `"${names.join('" with "')}" is no resource; there are: ${forms}`)
  }
  return plainResource(form[1](members))
}

/** Keys with a list of values each. @throws governance.invalid-rule-book */
export function readExpression(place: Place): Expression {
  const pairs = entriesOf(place).map(([key, values]) => ({ key, values: textsAt(values) }))
  if (pairs.length === 0) refuse(place, 'an expression needs a tag')
  const empty = pairs.find(({ values }) => values.length === 0)
  if (empty) refuse(place, `tag "${empty.key}" of the expression needs a value`)
  demandOnce(place, pairs)
  return pairs
}

/** Keys differ in more than their case. @throws governance.invalid-rule-book */
export function demandOnce(place: Place, pairs: readonly { key: string }[]): void {
  const keys = pairs.map(({ key }) => foldTag(key))
  const twice = keys.find((key, at) => keys.indexOf(key) < at)
  if (twice !== undefined) refuse(place, `tag "${twice}" stands there twice`)
}

/** The resource as it is written; the way back. */
export function resourceDocument(name: ResourceName): Record<string, unknown> {
  switch (name.kind) {
    case 'catalog':
      return { catalog: {} }
    case 'all-tables':
      return { database: name.database, tables: ALL }
    case 'columns': {
      const { database, table } = name
      const choice =
        'include' in name ? { columns: name.include } : { withoutColumns: name.exclude }
      return { database, table, ...choice }
    }
    case 'tag':
      return { tag: name.key, values: name.values }
    case 'expression':
      return { expression: name.name }
    case 'row-policy':
      return { rlsPolicy: name.name }
    case 'table-policy':
      return { tablesWith: policyDocument(name) }
    case 'database-policy':
      return { databasesWith: policyDocument(name) }
    default: {
      const { kind: _, ...members } = name
      return members
    }
  }
}

export function expressionDocument(expression: Expression): Record<string, readonly string[]> {
  return Object.fromEntries(expression.map(({ key, values }) => [key, values]))
}

const ALL = 'all'

function wholeCatalog(of: Members): ResourceName {
  membersOf(of.catalog ?? NOWHERE, [])
  return { kind: 'catalog' }
}

function allTables(of: Members): ResourceName {
  if (textOf(of.tables) !== ALL) refuse(of.tables ?? NOWHERE, `"${ALL}" is what can stand here`)
  return { kind: 'all-tables', database: textOf(of.database) }
}

function columns(of: Members, choice: { include: string[] } | { exclude: string[] }): ResourceName {
  const [list] = Object.values(choice) as [string[]]
  if (list.length === 0)
    refuse(of.columns ?? of.withoutColumns ?? NOWHERE, 'a list that is empty; name a column')
  return { kind: 'columns', ...tableOf(of), ...choice }
}

/** A text names a saved expression. */
function policy(kind: 'table-policy' | 'database-policy', place: Place = NOWHERE): ResourceName {
  if (typeof place.value === 'string') return { kind, expressionName: textAt(place) }
  return { kind, expression: readExpression(place) }
}

function policyDocument(
  name: Extract<ResourceName, { kind: 'table-policy' | 'database-policy' }>,
): unknown {
  return 'expressionName' in name ? name.expressionName : expressionDocument(name.expression)
}

const NOWHERE: Place = { value: undefined, path: '' }

const textOf = (place: Place = NOWHERE) => textAt(place)
const textsOf = (place: Place = NOWHERE) => textsAt(place)
const tableOf = (of: Members) => ({ database: textOf(of.database), table: textOf(of.table) })
