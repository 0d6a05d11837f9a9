import {
  GetTableVersions$,
  type GetTableVersionsRequest,
  type GetTableVersionsResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { tableOf } from './wire-names.ts'
import { wireTable, wireVersion } from './wire-table.ts'

export const getTableVersions = glueOperation<GetTableVersionsRequest, GetTableVersionsResponse>({
  schema: GetTableVersions$,
  async run({ catalog }, caller, request) {
    const ref = tableOf(caller, request)
    const page = await catalog.listTableVersions(caller, { ...ref, ...pageOf(request) })
    const next = page.next === undefined ? {} : { NextToken: page.next }
    return {
      TableVersions: page.items.map((item) => ({
        Table: wireTable(item),
        VersionId: wireVersion(item.table.version),
      })),
      ...next,
    }
  },
})
