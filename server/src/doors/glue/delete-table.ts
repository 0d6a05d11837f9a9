import {
  DeleteTable$,
  type DeleteTableRequest,
  type DeleteTableResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { catalogOf, glueName } from './wire-names.ts'

export const deleteTable = glueOperation<DeleteTableRequest, DeleteTableResponse>({
  schema: DeleteTable$,
  async run({ catalog }, caller, { CatalogId, DatabaseName, Name }) {
    const database = glueName(DatabaseName)
    const ref = { accountId: catalogOf(caller, CatalogId), database, table: glueName(Name) }
    await catalog.dropTable(caller, { ...ref, anyKind: true })
    return {}
  },
})
