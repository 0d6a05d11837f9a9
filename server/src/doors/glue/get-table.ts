import { GetTable$, type GetTableRequest, type GetTableResponse } from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { wireLink } from './wire-link.ts'
import { catalogOf, namedOf } from './wire-names.ts'
import { wireTable } from './wire-table.ts'

export const getTable = glueOperation<GetTableRequest, GetTableResponse>({
  schema: GetTable$,
  async run({ catalog }, caller, { CatalogId, DatabaseName, Name }) {
    const database = namedOf(DatabaseName)
    const ref = { accountId: catalogOf(caller, CatalogId), database, table: namedOf(Name) }
    const named = await catalog.describeNamed(caller, ref)
    return { Table: 'link' in named ? wireLink(named.link) : wireTable(named.table) }
  },
})
