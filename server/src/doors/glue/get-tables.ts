import { GetTables$, type GetTablesRequest, type GetTablesResponse } from '@aws-sdk/client-glue'
import type { TableDescription, TableLink } from '../../contexts/catalog/index.ts'
import { namePattern } from './name-pattern.ts'
import { glueOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { wireLink } from './wire-link.ts'
import { catalogOf, namedOf } from './wire-names.ts'
import { wireTable } from './wire-table.ts'

export const getTables = glueOperation<GetTablesRequest, GetTablesResponse>({
  schema: GetTables$,
  async run({ catalog }, caller, request) {
    const { CatalogId, DatabaseName, Expression, AttributesToGet } = request
    const ref = { accountId: catalogOf(caller, CatalogId), database: namedOf(DatabaseName) }
    const named = Expression ? { named: namePattern(Expression) } : {}
    const page = await catalog.describeTables(caller, { ...ref, ...pageOf(request), ...named })
    const next = page.next === undefined ? {} : { NextToken: page.next }
    const attributes = attributesOf(AttributesToGet)
    return { TableList: page.items.map((item) => attributes(wireEntry(item))), ...next }
  },
})

function wireEntry(entry: TableDescription | TableLink): WireTable {
  return 'target' in entry ? wireLink(entry) : wireTable(entry)
}

type WireTable = ReturnType<typeof wireTable> | ReturnType<typeof wireLink>

/** All of a table, or no more than was asked for. */
function attributesOf(wanted: readonly string[] = []): (table: WireTable) => WireTable {
  if (wanted.length === 0 || wanted.includes('DEFAULT')) return (table) => table
  return ({ Name, DatabaseName, CatalogId, ...rest }) => {
    const type = wanted.includes('TABLE_TYPE') && 'TableType' in rest
    const named = { Name, DatabaseName, CatalogId, ...(type ? { TableType: rest.TableType } : {}) }
    return named as WireTable
  }
}
