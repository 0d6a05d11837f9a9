import type { Database } from '../../contexts/catalog/index.ts'

export function wireDatabase(database: Database) {
  const { name, description, location, properties, createdAt, accountId, target } = database
  return {
    Name: name,
    ...(description === undefined ? {} : { Description: description }),
    ...(location === undefined ? {} : { LocationUri: location }),
    Parameters: properties,
    CreateTime: createdAt,
    CatalogId: accountId,
    ...(target
      ? { TargetDatabase: { CatalogId: target.accountId, DatabaseName: target.database } }
      : {}),
  }
}
