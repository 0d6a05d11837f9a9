import {
  GetDatabase$,
  type GetDatabaseRequest,
  type GetDatabaseResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { wireDatabase } from './wire-database.ts'
import { catalogOf, namedOf } from './wire-names.ts'

export const getDatabase = glueOperation<GetDatabaseRequest, GetDatabaseResponse>({
  schema: GetDatabase$,
  async run({ catalog }, caller, { CatalogId, Name }) {
    const ref = { accountId: catalogOf(caller, CatalogId), database: namedOf(Name) }
    return { Database: wireDatabase(await catalog.getDatabase(caller, ref)) }
  },
})
