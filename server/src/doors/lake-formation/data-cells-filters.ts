import {
  CreateDataCellsFilter$,
  type CreateDataCellsFilterRequest,
  type CreateDataCellsFilterResponse,
  type DataCellsFilter,
  DeleteDataCellsFilter$,
  type DeleteDataCellsFilterRequest,
  type DeleteDataCellsFilterResponse,
  GetDataCellsFilter$,
  type GetDataCellsFilterRequest,
  type GetDataCellsFilterResponse,
  ListDataCellsFilter$,
  type ListDataCellsFilterRequest,
  type ListDataCellsFilterResponse,
  UpdateDataCellsFilter$,
  type UpdateDataCellsFilterRequest,
  type UpdateDataCellsFilterResponse,
} from '@aws-sdk/client-lakeformation'
import type { FilterCommand, NamedFilter } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import type { Checked } from '../shared/operation.ts'
import { invalidRequest } from './errors.ts'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { parseResource } from './wire-resource.ts'

export const createDataCellsFilter = lakeFormationOperation<
  CreateDataCellsFilterRequest,
  CreateDataCellsFilterResponse
>({
  schema: CreateDataCellsFilter$,
  async run({ governance }, caller, { TableData }) {
    await governance.createDataFilter(caller, commandOf(caller, TableData))
    return {}
  },
})

export const updateDataCellsFilter = lakeFormationOperation<
  UpdateDataCellsFilterRequest,
  UpdateDataCellsFilterResponse
>({
  schema: UpdateDataCellsFilter$,
  async run({ governance }, caller, { TableData }) {
    await governance.updateDataFilter(caller, commandOf(caller, TableData))
    return {}
  },
})

export const deleteDataCellsFilter = lakeFormationOperation<
  DeleteDataCellsFilterRequest,
  DeleteDataCellsFilterResponse
>({
  schema: DeleteDataCellsFilter$,
  async run({ governance }, caller, input) {
    const { DatabaseName, TableName, Name } = input
    if (!DatabaseName || !TableName || !Name)
      throw invalidRequest({ reason: 'DatabaseName, TableName and Name must be given' })
    const on = { database: DatabaseName, table: TableName, filter: Name }
    const catalogId = catalogOf(caller, input.TableCatalogId)
    await governance.deleteDataFilter(caller, { catalogId, ...on })
    return {}
  },
})

export const getDataCellsFilter = lakeFormationOperation<
  GetDataCellsFilterRequest,
  GetDataCellsFilterResponse
>({
  schema: GetDataCellsFilter$,
  async run({ governance }, caller, { TableCatalogId, DatabaseName, TableName, Name }) {
    const on = { database: DatabaseName, table: TableName, filter: Name }
    const name = { catalogId: catalogOf(caller, TableCatalogId), ...on }
    return { DataCellsFilter: wireFilter(await governance.getDataFilter(caller, name)) }
  },
})

export const listDataCellsFilter = lakeFormationOperation<
  ListDataCellsFilterRequest,
  ListDataCellsFilterResponse
>({
  schema: ListDataCellsFilter$,
  async run({ governance }, caller, input) {
    const named = input.Table && parseResource(caller, { Table: input.Table })
    const table = named?.resource.kind === 'table' ? { table: named.resource } : {}
    const catalogId = named?.catalogId ?? caller.accountId
    const filters = await governance.listDataFilters(caller, { catalogId, ...table })
    const { rows, token } = page(filters, input)
    return { DataCellsFilters: rows.map(wireFilter), ...token }
  },
})

function commandOf(caller: Caller, wire: Checked<DataCellsFilter>): FilterCommand {
  const { ColumnNames, ColumnWildcard, RowFilter } = wire
  if ((ColumnNames === undefined) === (ColumnWildcard === undefined))
    throw invalidRequest({ reason: 'Either ColumnNames or ColumnWildcard must be given' })
  const rows = RowFilter?.FilterExpression
  if ((rows === undefined) === (RowFilter?.AllRowsWildcard === undefined))
    throw invalidRequest({ reason: 'Either FilterExpression or AllRowsWildcard must be given' })
  return {
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
function wireFilter(filter: NamedFilter): DataCellsFilter {
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
