/** Lake Formation's `Permission` enumeration, without what the platform refuses. */
export type Permission =
  | 'ALL'
  | 'SELECT'
  | 'ALTER'
  | 'DROP'
  | 'DELETE'
  | 'INSERT'
  | 'DESCRIBE'
  | 'CREATE_DATABASE'
  | 'CREATE_TABLE'
  | 'DATA_LOCATION_ACCESS'
  | 'CREATE_LF_TAG'
  | 'ASSOCIATE'
  | 'GRANT_WITH_LF_TAG_EXPRESSION'
  | 'CREATE_LF_TAG_EXPRESSION'

const TABLE: readonly Permission[] = ['SELECT', 'ALTER', 'DROP', 'DELETE', 'INSERT', 'DESCRIBE']
const DATABASE: readonly Permission[] = ['ALTER', 'CREATE_TABLE', 'DESCRIBE', 'DROP']
const TAG: readonly Permission[] = [
  'ALTER',
  'DROP',
  'ASSOCIATE',
  'DESCRIBE',
  'GRANT_WITH_LF_TAG_EXPRESSION',
]
const CATALOG: readonly Permission[] = [
  'CREATE_DATABASE',
  'CREATE_LF_TAG',
  'CREATE_LF_TAG_EXPRESSION',
]
const EXPRESSION: readonly Permission[] = [
  'DESCRIBE',
  'ALTER',
  'DROP',
  'GRANT_WITH_LF_TAG_EXPRESSION',
]

const ROW_POLICY: readonly Permission[] = ['DESCRIBE', 'ALTER', 'DROP', 'ASSOCIATE']

/** What each kind of resource knows, without ALL. AWS guide: "Lake Formation permissions". */
export const PERMISSIONS_OF = {
  catalog: CATALOG,
  database: DATABASE,
  table: TABLE,
  'all-tables': TABLE,
  columns: ['SELECT'],
  filter: ['SELECT', 'DESCRIBE', 'DROP'],
  location: ['DATA_LOCATION_ACCESS'],
  tag: TAG,
  'database-policy': DATABASE,
  'table-policy': TABLE,
  expression: EXPRESSION,
  'row-policy': ROW_POLICY,
} as const satisfies Record<string, readonly Permission[]>

/** Of a resource link, whatever else a grant says (AWS guide, "Resource links"). */
export const LINK_PERMISSIONS: ReadonlySet<Permission> = new Set(['DESCRIBE', 'DROP'])

export type GrantableKind = keyof typeof PERMISSIONS_OF

const TAKES_ALL: readonly string[] = [
  'database',
  'table',
  'all-tables',
  'database-policy',
  'table-policy',
]

export function legalPermissions(kind: GrantableKind): readonly Permission[] {
  const own: readonly Permission[] = PERMISSIONS_OF[kind]
  return TAKES_ALL.includes(kind) ? [...own, 'ALL'] : own
}

/** ALL becomes every permission of the kind; any permission brings DESCRIBE where there is one. */
export function expand(kind: GrantableKind, permissions: readonly Permission[]): Permission[] {
  if (permissions.length === 0) return []
  const own: readonly Permission[] = PERMISSIONS_OF[kind]
  if (permissions.includes('ALL')) return [...own]
  const describable = own.includes('DESCRIBE') && kind !== 'filter'
  return describable ? [...new Set<Permission>([...permissions, 'DESCRIBE'])] : [...permissions]
}
