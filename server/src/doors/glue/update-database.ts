import {
  UpdateDatabase$,
  type UpdateDatabaseRequest,
  type UpdateDatabaseResponse,
} from '@aws-sdk/client-glue'
import { invalidInput } from './errors.ts'
import { glueOperation } from './operation.ts'
import { catalogOf, glueName, namedOf } from './wire-names.ts'

export const updateDatabase = glueOperation<UpdateDatabaseRequest, UpdateDatabaseResponse>({
  schema: UpdateDatabase$,
  async run({ catalog }, caller, { CatalogId, Name, DatabaseInput }) {
    const database = namedOf(Name)
    if (glueName(DatabaseInput.Name) !== glueName(database))
      throw invalidInput({ reason: 'UpdateDatabase does not rename a database' })
    const { Description, LocationUri, Parameters } = DatabaseInput
    await catalog.replaceDatabase(caller, {
      accountId: catalogOf(caller, CatalogId),
      database,
      properties: Parameters ?? {},
      ...(LocationUri ? { location: LocationUri } : {}),
      ...(Description === undefined ? {} : { description: Description }),
    })
    return {}
  },
})
