import type { AccountId } from '../../identity/index.ts'
import { tableLeg } from './decide.ts'
import {
  acrossAccounts,
  catalogAccess,
  databaseAccess,
  locationAllowedBy,
} from './decide-others.ts'
import { chosenColumns, expressionOf, sameExpression } from './evaluate.ts'
import { active, type GrantResource } from './grant.ts'
import { grantsLike, grantsOfKind } from './grant-index.ts'
import { expand, type Permission } from './permission.ts'
import { accountNames, administers, ownNames, type Principal } from './reach.ts'
import { grantsOf, type Snapshot } from './snapshot.ts'
import type { Leg } from './table-access.ts'
import { sharedTagAccess, tagAccess } from './tag-access.ts'

export interface Authority {
  principal: Principal
  catalogId: AccountId
  resource: GrantResource
  permissions: readonly Permission[]
  at: number
}

/** May `principal` grant and revoke these permissions? Section 1.6 of the semantics. */
export function mayGrant(snapshot: Snapshot, asked: Authority): boolean {
  const { principal, catalogId, resource } = asked
  const home = principal.accountId === catalogId
  if (home && administers(snapshot, principal, 'admin')) return true
  const question = { principal, at: asked.at, use: 'grantable' as const }
  switch (resource.kind) {
    case 'catalog':
      return holds(asked, catalogAccess(snapshot, { ...question, ownerId: catalogId }))
    case 'database': {
      const { databaseId } = resource
      return holds(asked, databaseAccess(snapshot, { ...question, databaseId }))
    }
    case 'location': {
      const { location } = resource
      return locationAllowedBy(snapshot, { ...question, location, ownerId: catalogId })
    }
    case 'tag':
      return resource.values.every((value) => {
        const on = { ...question, ownerId: catalogId, key: resource.key, value }
        return holds(asked, tagAccess(snapshot, on))
      })
    case 'all-tables':
    case 'expression':
    case 'row-policy':
      return holds(asked, sameRows(snapshot, asked))
    case 'table-policy':
    case 'database-policy':
      return mayGrantPolicy(snapshot, asked)
    default:
      return mayGrantTable(snapshot, { ...asked, resource })
  }
}

/** ALL needs every permission of the kind. */
function holds({ resource, permissions }: Authority, held: ReadonlySet<Permission>): boolean {
  return expandWanted(resource, permissions).every((one) => held.has(one))
}

/** What is asked for, ALL written out; unlike held permissions it brings no DESCRIBE. */
function expandWanted(resource: GrantResource, permissions: readonly Permission[]): Permission[] {
  return permissions.includes('ALL') ? expand(resource.kind, ['ALL']) : [...permissions]
}

/** Permissions with grant option by rows on exactly this resource. */
function sameRows(snapshot: Snapshot, asked: Authority): Set<Permission> {
  const { resource, catalogId } = asked
  return acrossAccounts(snapshot, {
    principal: asked.principal,
    at: asked.at,
    use: 'grantable',
    ownerId: catalogId,
    candidates: (accountId, name) =>
      grantsLike(grantsOf(snapshot, accountId, name), asked).filter(
        (grant) => grant.catalogId === catalogId && sameResource(grant.resource, resource),
      ),
    given: (grants) => grants.flatMap((grant) => expand(resource.kind, grant.grantable)),
  })
}

function sameResource(one: GrantResource, other: GrantResource): boolean {
  if (one.kind === 'all-tables' && other.kind === 'all-tables')
    return one.databaseId === other.databaseId
  if (one.kind !== 'expression' && one.kind !== 'row-policy') return false
  return one.kind === other.kind && 'name' in other && one.name === other.name
}

type TableResource = Extract<GrantResource, { kind: 'table' | 'columns' | 'filter' }>

function mayGrantTable(
  snapshot: Snapshot,
  asked: Authority & { resource: TableResource },
): boolean {
  const { principal, at, resource } = asked
  const on = snapshot.governed.get(resource.tableId)
  if (on === undefined) return false
  const leg = tableLeg(snapshot, { principal, on, at, use: 'grantable' })
  const wanted = resource.kind === 'filter' ? ['SELECT' as const] : asked.permissions
  const kind = resource.kind === 'filter' ? 'columns' : resource.kind
  const needed = wanted.includes('ALL') ? expand(kind, ['ALL']) : wanted
  if (!needed.every((one) => leg.permissions.has(one))) return false
  // An account’s own admin may write more than it may grant on: that cuts it at each read.
  const recipient = principal.accountId !== on.ownerId && administers(snapshot, principal, 'admin')
  if (!needed.includes('SELECT') || recipient) return true
  const columns = resource.kind === 'columns' ? chosenColumns(on, resource) : on.everColumns
  return columns?.isSubsetOf(freeColumns(leg)) ?? false
}

/** Columns that the grantor reads on every row: only those can be passed on. */
function freeColumns(leg: Leg): Set<number> {
  const free = leg.sources.filter((source) => source.rows.op === 'true')
  return new Set(free.flatMap((source) => [...source.columns]))
}

/**
 * Grants by tags: the same expression needs grant option; another one needs, at home, to be the
 * creator of its tags (D-22), and in a recipient account DESCRIBE on every pair (rule 2).
 */
function mayGrantPolicy(snapshot: Snapshot, asked: Authority): boolean {
  const { principal, catalogId, resource } = asked
  if (resource.kind !== 'table-policy' && resource.kind !== 'database-policy') return false
  const expression = expressionOf(snapshot, catalogId, resource)
  if (expression === undefined) return false
  const home = principal.accountId === catalogId
  const recipient = !home && administers(snapshot, principal, 'admin')
  const store = recipient || home ? catalogId : principal.accountId
  const names = recipient ? accountNames(snapshot, principal.accountId) : ownNames(principal)
  const rows = names
    .flatMap((name) => grantsLike(grantsOf(snapshot, store, name), asked))
    .filter((grant) => grant.catalogId === catalogId && active(grant, asked.at))
    .filter((grant) => sameExpression(snapshot, grant, asked))
  if (rows.length > 0) {
    const passable = rows.flatMap((grant) => expand(resource.kind, grant.grantable))
    return holds(asked, new Set(passable))
  }
  const pairs = expression.flatMap(({ key, values }) => values.map((value) => ({ key, value })))
  if (home) return pairs.every(({ key }) => createdTag(snapshot, asked, key))
  if (!recipient) return false
  const question = { principal, at: asked.at, use: 'permissions' as const, ownerId: catalogId }
  return pairs.every((pair) => sharedTagAccess(snapshot, { ...question, ...pair }).has('DESCRIBE'))
}

function createdTag(snapshot: Snapshot, asked: Authority, key: string): boolean {
  const index = grantsOf(snapshot, asked.catalogId, asked.principal.arn)
  return grantsOfKind(index, 'tag').some(
    ({ source, resource, grantable }) =>
      source === 'creator' &&
      resource.kind === 'tag' &&
      resource.key === key &&
      grantable.includes('GRANT_WITH_LF_TAG_EXPRESSION'),
  )
}
