import {
  GetDatabases$,
  type GetDatabasesRequest,
  type GetDatabasesResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { wireDatabase } from './wire-database.ts'
import { catalogOf } from './wire-names.ts'

export const getDatabases = glueOperation<GetDatabasesRequest, GetDatabasesResponse>({
  schema: GetDatabases$,
  async run({ catalog }, caller, request) {
    const accountId = catalogOf(caller, request.CatalogId)
    const page = await catalog.listDatabases(caller, { accountId, ...pageOf(request) })
    const next = page.next === undefined ? {} : { NextToken: page.next }
    return { DatabaseList: page.items.map(wireDatabase), ...next }
  },
})
