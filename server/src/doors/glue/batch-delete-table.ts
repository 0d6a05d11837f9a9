import {
  BatchDeleteTable$,
  type BatchDeleteTableRequest,
  type BatchDeleteTableResponse,
} from '@aws-sdk/client-glue'
import { eachOf } from './error-detail.ts'
import { atMost } from './limits.ts'
import { glueOperation } from './operation.ts'
import { catalogOf, namedOf } from './wire-names.ts'

const TABLES_MAX = 100 // Glue API: BatchDeleteTable.

export const batchDeleteTable = glueOperation<BatchDeleteTableRequest, BatchDeleteTableResponse>({
  schema: BatchDeleteTable$,
  async run({ catalog }, caller, { CatalogId, DatabaseName, TablesToDelete }) {
    const ref = { accountId: catalogOf(caller, CatalogId), database: namedOf(DatabaseName) }
    const drop = (name: string) =>
      catalog.dropTable(caller, { ...ref, table: namedOf(name), anyKind: true })
    const named = atMost('TablesToDelete', TablesToDelete, TABLES_MAX)
    return {
      Errors: await eachOf(named, drop, (TableName, ErrorDetail) => ({ TableName, ErrorDetail })),
    }
  },
})
