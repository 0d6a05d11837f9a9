import {
  CreateDatabase$,
  type CreateDatabaseRequest,
  type CreateDatabaseResponse,
  DeleteDatabase$,
  type DeleteDatabaseRequest,
  type DeleteDatabaseResponse,
  GetDatabase$,
  type GetDatabaseRequest,
  type GetDatabaseResponse,
  GetDatabases$,
  type GetDatabasesRequest,
  type GetDatabasesResponse,
} from '@aws-sdk/client-glue'
import type { Database } from '../../contexts/catalog/index.ts'
import { catalogOf, glueName, glueOperation, pageOf } from './operation.ts'

export const getDatabase = glueOperation<GetDatabaseRequest, GetDatabaseResponse>({
  schema: GetDatabase$,
  async run({ catalog }, caller, { CatalogId, Name }) {
    const ref = { accountId: catalogOf(caller, CatalogId), database: glueName(Name) }
    return { Database: wireDatabase(await catalog.getDatabase(caller, ref)) }
  },
})

export const getDatabases = glueOperation<GetDatabasesRequest, GetDatabasesResponse>({
  schema: GetDatabases$,
  async run({ catalog }, caller, request) {
    const accountId = catalogOf(caller, request.CatalogId)
    const page = await catalog.listDatabases(caller, { accountId, ...pageOf(request) })
    const next = page.next === undefined ? {} : { NextToken: page.next }
    return { DatabaseList: page.items.map(wireDatabase), ...next }
  },
})

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

export const deleteDatabase = glueOperation<DeleteDatabaseRequest, DeleteDatabaseResponse>({
  schema: DeleteDatabase$,
  async run({ catalog }, caller, { CatalogId, Name }) {
    const ref = { accountId: catalogOf(caller, CatalogId), database: glueName(Name) }
    await catalog.dropDatabase(caller, ref)
    return {}
  },
})

function wireDatabase(database: Database) {
  const { name, description, location, properties, createdAt, accountId } = database
  return {
    Name: name,
    ...(description === undefined ? {} : { Description: description }),
    ...(location === undefined ? {} : { LocationUri: location }),
    Parameters: properties,
    CreateTime: createdAt,
    CatalogId: accountId,
  }
}
