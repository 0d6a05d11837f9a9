import type { Dataset, Expression, Resource } from '@millrace/contract'

/** What a form of a grant can name. */
export type ScopeKind =
  | 'table'
  | 'columns'
  | 'without'
  | 'filter'
  | 'database'
  | 'all-tables'
  | 'table-policy'
  | 'database-policy'

export interface Scope {
  kind: ScopeKind
  database: string
  columns: readonly string[]
  filter: string
  expression: Expression
}

const OF_DATASET: readonly (readonly [ScopeKind, string])[] = [
  ['table', 'the whole table'],
  ['columns', 'only some columns'],
  ['without', 'all columns but some'],
  ['filter', 'what a data filter lets through'],
  ['all-tables', 'all tables of its database, also those to come'],
  ['database', 'its database'],
]

const OF_ACCOUNT: readonly (readonly [ScopeKind, string])[] = [
  ['table-policy', 'tables by LF-Tags'],
  ['database-policy', 'databases by LF-Tags'],
  ['all-tables', 'all tables of a database, also those to come'],
  ['database', 'a database'],
]

export function kindsFor(dataset: Dataset | undefined) {
  return dataset ? OF_DATASET : OF_ACCOUNT
}

const ON_TABLES = ['SELECT', 'DESCRIBE', 'INSERT', 'DELETE', 'ALTER', 'DROP']
const ON_DATABASES = ['DESCRIBE', 'CREATE_TABLE', 'ALTER', 'DROP']

/** What can be chosen; what may be granted the platform says. */
export function permissionsFor(kind: ScopeKind): readonly string[] {
  if (kind === 'database' || kind === 'database-policy') return ON_DATABASES
  return kind === 'columns' || kind === 'without' || kind === 'filter' ? ['SELECT'] : ON_TABLES
}

/** As a change of rules names it. */
export function resourceOf(scope: Scope, dataset: Dataset | undefined): Resource {
  const { kind, columns, filter } = scope
  const database = dataset?.database ?? scope.database.trim()
  const of = { database, table: dataset?.table ?? '' }
  switch (kind) {
    case 'table':
      return { kind, ...of }
    case 'columns':
      return { kind, ...of, include: [...columns] }
    case 'without':
      return { kind: 'columns', ...of, exclude: [...columns] }
    case 'filter':
      return { kind, ...of, filter }
    case 'database':
    case 'all-tables':
      return { kind, database }
    default:
      return { kind, expression: scope.expression }
  }
}
