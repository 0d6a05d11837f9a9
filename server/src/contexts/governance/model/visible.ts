import type { AccountId } from '../../identity/index.ts'
import { type Principal, permits, tableAccess } from './decide.ts'
import { databaseAccess } from './decide-others.ts'
import type { Expression, GrantResource } from './grant.ts'
import type { ResourceName } from './resource-name.ts'
import type { Snapshot } from './snapshot.ts'
import { tagAccess } from './tag-access.ts'

interface Seen {
  principal: Principal
  catalogId: AccountId
  resource: GrantResource
  at: number
}

/** May the principal know that the resource exists? What it may not is as if absent (D-21). */
export function seesResource(snapshot: Snapshot, seen: Seen): boolean {
  const { principal, resource, at } = seen
  const question = { principal, at, use: 'permissions' as const }
  if ('tableId' in resource) {
    const access = tableAccess(snapshot, { principal, tableId: resource.tableId, at })
    return access !== undefined && permits(access, 'DESCRIBE')
  }
  if ('databaseId' in resource)
    return databaseAccess(snapshot, { ...question, databaseId: resource.databaseId }).size > 0
  if (resource.kind === 'tag') {
    const on = { ...question, ownerId: seen.catalogId, key: resource.key }
    return tagAccess(snapshot, on).size > 0
  }
  return true
}

/** A resource in words, for messages, explanations and the audit. */
export function textOf(name: ResourceName): string {
  switch (name.kind) {
    case 'catalog':
      return 'Catalog'
    case 'database':
      return name.database
    case 'table':
      return `${name.database}.${name.table}`
    case 'all-tables':
      return `${name.database}.*`
    case 'columns': {
      const table = `${name.database}.${name.table}`
      if ('include' in name) return `${table} (${name.include.join(', ')})`
      return name.exclude.length === 0 ? table : `${table} (without ${name.exclude.join(', ')})`
    }
    case 'filter':
      return `${name.database}.${name.table} through filter ${name.filter}`
    case 'location':
      return name.location
    case 'tag':
      return `tag ${name.key}=${name.values.join('|')}`
    case 'expression':
      return `expression ${name.name}`
    default: {
      const what = name.kind === 'table-policy' ? 'tables' : 'databases'
      const where = 'expression' in name ? expressionText(name.expression) : name.expressionName
      return `${what} where ${where}`
    }
  }
}

export function expressionText(expression: Expression): string {
  return expression.map(({ key, values }) => `${key}=${values.join('|')}`).join(' and ')
}
