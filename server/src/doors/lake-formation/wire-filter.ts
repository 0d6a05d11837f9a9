import type { DataCellsFilter } from '@aws-sdk/client-lakeformation'
import type { FilterCommand, NamedFilter } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import type { Checked } from '../shared/operation.ts'
import { invalidRequest } from './errors.ts'
import { catalogOf } from './operation.ts'

export function filterCommand(caller: Caller, wire: Checked<DataCellsFilter>): FilterCommand {
  const { ColumnNames, ColumnWildcard, RowFilter } = wire
  if ((ColumnNames === undefined) === (ColumnWildcard === undefined))
    throw invalidRequest({ reason: 'Either ColumnNames or ColumnWildcard must be given' })
  const rows = RowFilter?.FilterExpression
  if ((rows === undefined) === (RowFilter?.AllRowsWildcard === undefined))
    throw invalidRequest({ reason: 'Either FilterExpression or AllRowsWildcard must be given' })
  return {
    ...(wire.VersionId ? { version: wire.VersionId } : {}),
    catalogId: catalogOf(caller, wire.TableCatalogId),
    database: wire.DatabaseName,
    table: wire.TableName,
    filter: wire.Name,
    columns: ColumnNames
      ? { include: ColumnNames }
      : { exclude: ColumnWildcard?.ExcludedColumnNames ?? [] },
    ...(rows === undefined ? {} : { rows }),
  }
}

/** AWS answers a filter over every row with the expression TRUE beside the wildcard. */
export function wireFilter(filter: NamedFilter): DataCellsFilter {
  const { columns, rows } = filter
  return {
    TableCatalogId: filter.catalogId,
    DatabaseName: filter.database,
    TableName: filter.table,
    Name: filter.filter,
    RowFilter:
      rows === undefined
        ? { FilterExpression: 'TRUE', AllRowsWildcard: {} }
        : { FilterExpression: rows },
    VersionId: filter.version,
    ...('include' in columns
      ? { ColumnNames: [...columns.include] }
      : { ColumnWildcard: { ExcludedColumnNames: [...columns.exclude] } }),
  }
}
