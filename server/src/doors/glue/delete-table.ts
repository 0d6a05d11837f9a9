import {
  DeleteTable$,
  type DeleteTableRequest,
  type DeleteTableResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { catalogOf, namedOf } from './wire-names.ts'

export const deleteTable = glueOperation<DeleteTableRequest, DeleteTableResponse>({
  schema: DeleteTable$,
  async run({ catalog }, caller, { CatalogId, DatabaseName, Name }) {
    const database = namedOf(DatabaseName)
    const ref = { accountId: catalogOf(caller, CatalogId), database, table: namedOf(Name) }
    await catalog.dropTable(caller, { ...ref, anyKind: true })
    return {}
  },
})
