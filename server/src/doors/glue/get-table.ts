import { GetTable$, type GetTableRequest, type GetTableResponse } from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { wireLink } from './wire-link.ts'
import { catalogOf, glueName } from './wire-names.ts'
import { wireTable } from './wire-table.ts'

export const getTable = glueOperation<GetTableRequest, GetTableResponse>({
  schema: GetTable$,
  async run({ catalog }, caller, { CatalogId, DatabaseName, Name }) {
    const database = glueName(DatabaseName)
    const ref = { accountId: catalogOf(caller, CatalogId), database, table: glueName(Name) }
    const named = await catalog.describeNamed(caller, ref)
    return { Table: 'link' in named ? wireLink(named.link) : wireTable(named.table) }
  },
})
