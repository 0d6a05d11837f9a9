import {
  CreateDatabase$,
  type CreateDatabaseRequest,
  type CreateDatabaseResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { catalogOf, glueName } from './wire-names.ts'

export const createDatabase = glueOperation<CreateDatabaseRequest, CreateDatabaseResponse>({
  schema: CreateDatabase$,
  async run({ catalog }, caller, { CatalogId, DatabaseInput }) {
    const { Name, Description, LocationUri, Parameters } = DatabaseInput
    await catalog.createDatabase(caller, {
      accountId: catalogOf(caller, CatalogId),
      database: glueName(Name),
      ...(Description === undefined ? {} : { description: Description }),
      ...(LocationUri === undefined ? {} : { location: LocationUri }),
      ...(Parameters === undefined ? {} : { properties: Parameters }),
    })
    return {} // Glue answers CreateDatabase with an empty body.
  },
})
