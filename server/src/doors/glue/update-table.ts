import {
  type TableInput,
  UpdateTable$,
  type UpdateTableRequest,
  type UpdateTableResponse,
} from '@aws-sdk/client-glue'
import type { Checked } from '../shared/operation.ts'
import { icebergParameters, namesIceberg } from './create-table.ts'
import { invalidInput } from './errors.ts'
import { glueOperation } from './operation.ts'
import { givenDefinition } from './wire-external.ts'
import { catalogOf, glueName, namedOf, versionOf } from './wire-names.ts'

export const updateTable = glueOperation<UpdateTableRequest, UpdateTableResponse>({
  schema: UpdateTable$,
  async run({ catalog }, caller, request) {
    const { CatalogId, DatabaseName, Name, TableInput, SkipArchive, VersionId } = request
    if (!TableInput) throw invalidInput({ reason: 'TableInput is missing' })
    const ref = {
      accountId: catalogOf(caller, CatalogId),
      database: namedOf(DatabaseName),
      table: namedOf(Name ?? TableInput.Name),
    }
    if (glueName(TableInput.Name) !== glueName(ref.table))
      throw invalidInput({ reason: 'UpdateTable does not rename a table' })
    const version = VersionId === undefined ? {} : { version: versionOf(VersionId) }
    if (namesIceberg(TableInput))
      await catalog.repointTable(caller, { ...ref, ...version, ...pointers(TableInput) })
    else {
      const definition = givenDefinition(TableInput)
      const archived = SkipArchive !== true
      await catalog.updateExternalTable(caller, { ...ref, ...version, definition, archived })
    }
    return {}
  },
})

function pointers(input: Checked<TableInput>) {
  const { metadataLocation, properties } = icebergParameters(input)
  const columns = input.StorageDescriptor?.Columns?.map(({ Name }) => glueName(Name))
  return {
    properties,
    ...(metadataLocation === undefined ? {} : { metadataLocation }),
    ...(columns === undefined ? {} : { columns }),
  }
}
