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
  | 'saved-tables'
  | 'saved-databases'
  | 'location'
  | 'tag'
  | 'expression'
  | 'row-policy'
  | 'catalog'

export interface Scope {
  kind: ScopeKind
  database: string
  columns: readonly string[]
  filter: string
  expression: Expression
  /** `s3://bucket/prefix`. */
  location: string
  /** Of a tag itself. */
  key: string
  values: readonly string[]
  /** Of what is saved: an expression, a row policy. */
  name: string
}

export const EMPTY_SCOPE: Scope = {
  ...{ kind: 'table', database: '', columns: [], filter: '', expression: [] },
  ...{ location: '', key: '', values: [], name: '' },
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
  ['saved-tables', 'tables by a saved expression'],
  ['saved-databases', 'databases by a saved expression'],
  ['all-tables', 'all tables of a database, also those to come'],
  ['database', 'a database'],
  ['location', 'a data location'],
  ['tag', 'an LF-Tag itself'],
  ['expression', 'a saved expression itself'],
  ['row-policy', 'a row policy itself'],
  ['catalog', 'the catalog'],
]

export function kindsFor(dataset: Dataset | undefined) {
  return dataset ? OF_DATASET : OF_ACCOUNT
}

const ON_TABLES = ['SELECT', 'DESCRIBE', 'INSERT', 'DELETE', 'ALTER', 'DROP']
const ON_DATABASES = ['DESCRIBE', 'CREATE_TABLE', 'ALTER', 'DROP']

/** The first of each is what most people want. */
const PERMISSIONS: Readonly<Record<ScopeKind, readonly string[]>> = {
  table: ON_TABLES,
  columns: ['SELECT'],
  without: ['SELECT'],
  filter: ['SELECT'],
  database: ON_DATABASES,
  'all-tables': ON_TABLES,
  'table-policy': ON_TABLES,
  'database-policy': ON_DATABASES,
  'saved-tables': ON_TABLES,
  'saved-databases': ON_DATABASES,
  location: ['DATA_LOCATION_ACCESS'],
  tag: ['DESCRIBE', 'ASSOCIATE', 'GRANT_WITH_LF_TAG_EXPRESSION', 'ALTER', 'DROP'],
  expression: ['DESCRIBE', 'GRANT_WITH_LF_TAG_EXPRESSION', 'ALTER', 'DROP'],
  'row-policy': ['DESCRIBE', 'ASSOCIATE', 'ALTER', 'DROP'],
  catalog: ['CREATE_DATABASE', 'CREATE_LF_TAG', 'CREATE_LF_TAG_EXPRESSION'],
}

/** What can be chosen; what may be granted the platform says. */
export function permissionsFor(kind: ScopeKind): readonly string[] {
  return PERMISSIONS[kind]
}

/** As a change of rules names it. */
export function resourceOf(scope: Scope, dataset: Dataset | undefined): Resource {
  const { kind, columns, filter, name } = scope
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
    case 'table-policy':
    case 'database-policy':
      return { kind, expression: scope.expression }
    case 'saved-tables':
      return { kind: 'table-policy', expressionName: name }
    case 'saved-databases':
      return { kind: 'database-policy', expressionName: name }
    default:
      return ofItself(scope)
  }
}

/** What is no data: places, and what rules are made of. */
function ofItself({ kind, location, key, values, name }: Scope): Resource {
  if (kind === 'location') return { kind, location: location.trim() }
  if (kind === 'tag') return { kind, key, values: [...values] }
  return kind === 'expression' || kind === 'row-policy' ? { kind, name } : { kind: 'catalog' }
}
