import {
  DeleteDatabase$,
  type DeleteDatabaseRequest,
  type DeleteDatabaseResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { catalogOf, namedOf } from './wire-names.ts'

export const deleteDatabase = glueOperation<DeleteDatabaseRequest, DeleteDatabaseResponse>({
  schema: DeleteDatabase$,
  async run({ catalog }, caller, { CatalogId, Name }) {
    const ref = { accountId: catalogOf(caller, CatalogId), database: namedOf(Name) }
    await catalog.dropDatabase(caller, { ...ref, withTables: true })
    return {}
  },
})
