import type { AccountRef, Grant } from '@millrace/contract'
import type { PermissionRow, ResourceName } from '../../contexts/governance/index.ts'

/** A grant as people read it. */
export function wireGrant(row: PermissionRow, accountOf: (id: string) => AccountRef): Grant {
  const { resource, startsAt, endsAt, grantedBy, condition } = row
  const on = row.withoutHidden ? partWords(resource) : wordsOf(resource)
  return {
    id: row.id,
    principal: row.principal,
    on: condition ? `${on}, when ${condition.text}` : on,
    kind: kindOf(resource),
    source: 'expression' in resource || 'expressionName' in resource ? 'tags' : 'name',
    ...scopeOf(row, accountOf),
    catalog: accountOf(row.catalogId),
    resource: wireResource(resource),
    ...(condition && { condition: condition.text }),
    state: row.state,
    origin: row.source === 'effective' ? 'grant' : row.source,
    permissions: [...row.permissions],
    grantable: [...row.grantable],
    ...(resource.kind === 'filter' && { rowFilter: `data filter ${resource.filter}` }),
    ...(grantedBy && { grantedBy }),
    ...(startsAt && { startsAt: startsAt.toISOString() }),
    ...(endsAt && { endsAt: endsAt.toISOString() }),
  }
}

/** Lists of a resource are its own; those on the wire may be changed. */
export function wireResource(resource: ResourceName): Grant['resource'] {
  return structuredClone(resource) as Grant['resource']
}

/** What a request would name to have the same again. */
function scopeOf(
  { resource, catalogId }: PermissionRow,
  accountOf: (id: string) => AccountRef,
): Pick<Grant, 'dataset' | 'columns' | 'filter'> {
  const only = resource.kind === 'columns' && 'include' in resource
  if (!(only || resource.kind === 'table' || resource.kind === 'filter')) return {}
  const { database, table } = resource
  return {
    dataset: { account: accountOf(catalogId), database, table },
    ...(only && { columns: [...resource.include] }),
    ...(resource.kind === 'filter' && { filter: resource.filter }),
  }
}

function kindOf({ kind }: ResourceName): Grant['kind'] {
  if (kind === 'database' || kind === 'location' || kind === 'catalog') return kind
  if (kind === 'columns') return 'columns'
  return kind === 'table' || kind === 'all-tables' || kind === 'filter' ? 'table' : 'expression'
}

/** All but what cannot be named, or not all of it. */
function partWords(resource: ResourceName): string {
  const some = 'exclude' in resource && resource.exclude.length > 0
  if (some) return `${wordsOf(resource)} and hidden columns`
  return resource.kind === 'columns'
    ? `${resource.database}.${resource.table}, without hidden columns`
    : wordsOf(resource)
}

export function wordsOf(resource: ResourceName): string {
  switch (resource.kind) {
    case 'catalog':
      return 'the catalog'
    case 'database':
      return `database ${resource.database}`
    case 'all-tables':
      return `all tables of ${resource.database}`
    case 'table':
    case 'filter':
      return `${resource.database}.${resource.table}`
    case 'columns': {
      const named = 'include' in resource ? resource.include : resource.exclude
      const how = 'include' in resource ? 'columns' : 'all columns but'
      return `${resource.database}.${resource.table}, ${how} ${named.join(', ')}`
    }
    case 'location':
      return resource.location
    case 'tag':
      return `tag ${resource.key}: ${resource.values.join(', ')}`
    case 'expression':
      return `expression ${resource.name}`
    case 'row-policy':
      return `RLS policy ${resource.name}`
    default:
      return policyWords(resource)
  }
}

function policyWords(
  policy: Extract<ResourceName, { kind: 'database-policy' | 'table-policy' }>,
): string {
  const what = policy.kind === 'table-policy' ? 'tables' : 'databases'
  if ('expressionName' in policy) return `${what} of expression ${policy.expressionName}`
  const terms = policy.expression.map(({ key, values }) => `${key} = ${values.join(' or ')}`)
  return `${what} with ${terms.join(' and ')}`
}
