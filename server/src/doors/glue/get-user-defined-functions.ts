import {
  GetUserDefinedFunctions$,
  type GetUserDefinedFunctionsRequest,
  type GetUserDefinedFunctionsResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { catalogOf, namedOf } from './wire-names.ts'

export const getUserDefinedFunctions = glueOperation<
  GetUserDefinedFunctionsRequest,
  GetUserDefinedFunctionsResponse
>({
  schema: GetUserDefinedFunctions$,
  /** There are none: functions come with the code that uses them. */
  async run({ catalog }, caller, { CatalogId, DatabaseName }) {
    const accountId = catalogOf(caller, CatalogId)
    if (DatabaseName === undefined) await catalog.listDatabases(caller, { accountId, size: 1 })
    else await catalog.getDatabase(caller, { accountId, database: namedOf(DatabaseName) })
    return { UserDefinedFunctions: [] }
  },
})
