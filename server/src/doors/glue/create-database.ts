import {
  CreateDatabase$,
  type CreateDatabaseRequest,
  type CreateDatabaseResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { databaseTarget } from './wire-link.ts'
import { catalogOf, glueName } from './wire-names.ts'

export const createDatabase = glueOperation<CreateDatabaseRequest, CreateDatabaseResponse>({
  schema: CreateDatabase$,
  async run({ catalog }, caller, { CatalogId, DatabaseInput }) {
    const { Name, Description, LocationUri, Parameters, TargetDatabase } = DatabaseInput
    await catalog.createDatabase(caller, {
      accountId: catalogOf(caller, CatalogId),
      database: glueName(Name),
      ...(TargetDatabase ? { target: databaseTarget(caller, TargetDatabase) } : {}),
      ...(Description === undefined ? {} : { description: Description }),
      ...(LocationUri === undefined ? {} : { location: LocationUri }),
      ...(Parameters === undefined ? {} : { properties: Parameters }),
    })
    return {} // Glue answers CreateDatabase with an empty body.
  },
})
