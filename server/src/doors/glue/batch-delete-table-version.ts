import {
  BatchDeleteTableVersion$,
  type BatchDeleteTableVersionRequest,
  type BatchDeleteTableVersionResponse,
} from '@aws-sdk/client-glue'
import { errorDetail } from './error-detail.ts'
import { atMost } from './limits.ts'
import { glueOperation } from './operation.ts'
import { tableOf, versionOf } from './wire-names.ts'
import { wireVersion } from './wire-table.ts'

const VERSIONS_MAX = 100 // Glue API: BatchDeleteTableVersionList.

export const batchDeleteTableVersion = glueOperation<
  BatchDeleteTableVersionRequest,
  BatchDeleteTableVersionResponse
>({
  schema: BatchDeleteTableVersion$,
  async run({ catalog }, caller, request) {
    const versions = atMost('VersionIds', request.VersionIds, VERSIONS_MAX).map(versionOf)
    const ref = tableOf(caller, request)
    const failures = await catalog.deleteTableVersions(caller, { ...ref, versions })
    return {
      Errors: failures.map(({ version, error }) => ({
        TableName: ref.table,
        VersionId: wireVersion(version),
        ErrorDetail: errorDetail(error),
      })),
    }
  },
})
