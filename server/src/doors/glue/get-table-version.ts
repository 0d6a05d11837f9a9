import {
  GetTableVersion$,
  type GetTableVersionRequest,
  type GetTableVersionResponse,
} from '@aws-sdk/client-glue'
import { noSuchVersion } from './errors.ts'
import { glueOperation } from './operation.ts'
import { tableOf, versionOf } from './wire-names.ts'
import { wireTable, wireVersion } from './wire-table.ts'

export const getTableVersion = glueOperation<GetTableVersionRequest, GetTableVersionResponse>({
  schema: GetTableVersion$,
  /** Without a version it is the current one. */
  async run({ catalog }, caller, request) {
    const { VersionId } = request
    const wanted = VersionId === undefined ? { size: 1 } : { version: versionOf(VersionId) }
    const query = { ...tableOf(caller, request), ...wanted }
    const [found] = (await catalog.listTableVersions(caller, query)).items
    if (!found) throw noSuchVersion({ versionId: VersionId ?? '' })
    const version = wireVersion(found.table.version)
    return { TableVersion: { Table: wireTable(found), VersionId: version } }
  },
})
