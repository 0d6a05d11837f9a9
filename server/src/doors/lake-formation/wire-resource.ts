import type { ResourceName } from '../../contexts/governance/index.ts'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { invalidRequest } from './errors.ts'
import { catalogOf } from './operation.ts'
import type { ResourceWithPolicy as Resource } from './row-policy-shapes.ts'
import { wireTags } from './wire-expression.ts'

export interface NamedResource {
  catalogId: AccountId
  resource: ResourceName
}

type Parser = (wire: Resource) => { catalogId: string | undefined; resource: ResourceName }

/** Exactly one member says what is meant. @throws lake-formation.invalid-request */
export function parseResource(caller: Caller, wire: Resource, catalogId?: string): NamedResource {
  const members = Object.entries(wire).filter(([, value]) => value !== undefined)
  const parse = members.length === 1 ? parsers[members[0]?.[0] as keyof Resource] : undefined
  if (parse === undefined) throw invalidRequest({ reason: 'Exactly one resource must be named' })
  const named = parse(wire)
  const { resource } = named
  return { catalogId: catalogOf(caller, named.catalogId, catalogId), resource }
}

const parsers: Partial<Record<keyof Resource, Parser>> = {
  Catalog: ({ Catalog }) => ({ catalogId: Catalog?.Id, resource: { kind: 'catalog' } }),
  Database: ({ Database }) => ({
    catalogId: Database?.CatalogId,
    resource: { kind: 'database', database: needed(Database?.Name, 'Name') },
  }),
  Table: ({ Table }) => ({ catalogId: Table?.CatalogId, resource: tableOf(Table) }),
  TableWithColumns: ({ TableWithColumns }) => ({
    catalogId: TableWithColumns?.CatalogId,
    resource: columnsOf(TableWithColumns),
  }),
  DataCellsFilter: ({ DataCellsFilter }) => ({
    catalogId: DataCellsFilter?.TableCatalogId,
    resource: {
      kind: 'filter',
      database: needed(DataCellsFilter?.DatabaseName, 'DatabaseName'),
      table: needed(DataCellsFilter?.TableName, 'TableName'),
      filter: needed(DataCellsFilter?.Name, 'Name'),
    },
  }),
  DataLocation: ({ DataLocation }) => ({
    catalogId: DataLocation?.CatalogId,
    resource: { kind: 'location', location: needed(DataLocation?.ResourceArn, 'ResourceArn') },
  }),
  LFTag: ({ LFTag }) => ({
    catalogId: LFTag?.CatalogId,
    resource: { kind: 'tag', key: needed(LFTag?.TagKey, 'TagKey'), values: LFTag?.TagValues ?? [] },
  }),
  LFTagPolicy: ({ LFTagPolicy }) => ({
    catalogId: LFTagPolicy?.CatalogId,
    resource: policyOf(LFTagPolicy),
  }),
  LFTagExpression: ({ LFTagExpression }) => ({
    catalogId: LFTagExpression?.CatalogId,
    resource: { kind: 'expression', name: needed(LFTagExpression?.Name, 'Name') },
  }),
  RLSPolicy: ({ RLSPolicy }) => ({
    catalogId: RLSPolicy?.CatalogId,
    resource: { kind: 'row-policy', name: needed(RLSPolicy?.Name, 'Name') },
  }),
}

function tableOf(wire: Resource['Table']): ResourceName {
  const database = needed(wire?.DatabaseName, 'DatabaseName')
  if ((wire?.Name === undefined) === (wire?.TableWildcard === undefined))
    throw invalidRequest({ reason: 'Either Name or TableWildcard must be given' })
  return wire?.Name === undefined
    ? { kind: 'all-tables', database }
    : { kind: 'table', database, table: wire.Name }
}

function columnsOf(wire: Resource['TableWithColumns']): ResourceName {
  const database = needed(wire?.DatabaseName, 'DatabaseName')
  const table = needed(wire?.Name, 'Name')
  const on = { kind: 'columns', database, table } as const
  if ((wire?.ColumnNames === undefined) === (wire?.ColumnWildcard === undefined))
    throw invalidRequest({ reason: 'Either ColumnNames or ColumnWildcard must be given' })
  if (wire?.ColumnNames !== undefined) return { ...on, include: wire.ColumnNames }
  return { ...on, exclude: wire?.ColumnWildcard?.ExcludedColumnNames ?? [] }
}

function policyOf(wire: Resource['LFTagPolicy']): ResourceName {
  const kind = wire?.ResourceType === 'DATABASE' ? 'database-policy' : 'table-policy'
  if ((wire?.Expression === undefined) === (wire?.ExpressionName === undefined))
    throw invalidRequest({ reason: 'Either Expression or ExpressionName must be given' })
  if (wire?.ExpressionName !== undefined) return { kind, expressionName: wire.ExpressionName }
  const expression = (wire?.Expression ?? []).map(({ TagKey, TagValues }) => ({
    key: needed(TagKey, 'TagKey'),
    values: TagValues ?? [],
  }))
  return { kind, expression }
}

function needed(value: string | undefined, member: string): string {
  if (value === undefined || value === '')
    throw invalidRequest({ reason: `${member} must not be empty` })
  return value
}

/** The way back, for lists. */
export function wireResource({ catalogId, resource }: NamedResource): Resource {
  const on = { CatalogId: catalogId }
  switch (resource.kind) {
    case 'catalog':
      return { Catalog: { Id: catalogId } }
    case 'database':
      return { Database: { ...on, Name: resource.database } }
    case 'table':
      return { Table: { ...on, DatabaseName: resource.database, Name: resource.table } }
    case 'all-tables':
      return { Table: { ...on, DatabaseName: resource.database, TableWildcard: {} } }
    case 'columns':
      return { TableWithColumns: wireColumns(catalogId, resource) }
    case 'filter': {
      const { database: DatabaseName, table: TableName, filter: Name } = resource
      return { DataCellsFilter: { TableCatalogId: catalogId, DatabaseName, TableName, Name } }
    }
    case 'location':
      return { DataLocation: { ...on, ResourceArn: arnOfLocation(resource.location) } }
    case 'tag':
      return { LFTag: { ...on, TagKey: resource.key, TagValues: [...resource.values] } }
    case 'expression':
      return { LFTagExpression: { ...on, Name: resource.name } }
    case 'row-policy':
      return { RLSPolicy: { ...on, Name: resource.name } }
    default:
      return { LFTagPolicy: { ...on, ...wirePolicy(resource) } }
  }
}

function wireColumns(
  CatalogId: string,
  resource: Extract<ResourceName, { kind: 'columns' }>,
): NonNullable<Resource['TableWithColumns']> {
  const on = { CatalogId, DatabaseName: resource.database, Name: resource.table }
  if ('include' in resource) return { ...on, ColumnNames: [...resource.include] }
  return { ...on, ColumnWildcard: { ExcludedColumnNames: [...resource.exclude] } }
}

function wirePolicy(resource: Extract<ResourceName, { kind: 'table-policy' | 'database-policy' }>) {
  const ResourceType = resource.kind === 'table-policy' ? ('TABLE' as const) : ('DATABASE' as const)
  if ('expressionName' in resource) return { ResourceType, ExpressionName: resource.expressionName }
  return { ResourceType, Expression: wireTags(resource.expression) }
}

export function arnOfLocation(location: string): string {
  return location.replace(/^s3:\/\//, 'arn:aws:s3:::')
}
