import {
  UpdateTable$,
  type UpdateTableRequest,
  type UpdateTableResponse,
} from '@aws-sdk/client-glue'
import { invalidInput } from './errors.ts'
import { glueOperation } from './operation.ts'
import { givenDefinition } from './wire-external.ts'
import { catalogOf, glueName, versionOf } from './wire-names.ts'

export const updateTable = glueOperation<UpdateTableRequest, UpdateTableResponse>({
  schema: UpdateTable$,
  async run({ catalog }, caller, request) {
    const { CatalogId, DatabaseName, Name, TableInput, SkipArchive, VersionId } = request
    if (!TableInput) throw invalidInput({ reason: 'TableInput is missing' })
    const ref = {
      accountId: catalogOf(caller, CatalogId),
      database: glueName(DatabaseName),
      table: glueName(Name ?? TableInput.Name),
    }
    if (glueName(TableInput.Name) !== ref.table)
      throw invalidInput({ reason: 'UpdateTable does not rename a table' })
    await catalog.updateExternalTable(caller, {
      ...ref,
      definition: givenDefinition(TableInput),
      archived: SkipArchive !== true,
      ...(VersionId === undefined ? {} : { version: versionOf(VersionId) }),
    })
    return {}
  },
})
