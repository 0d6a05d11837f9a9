import { badRequest } from './errors.ts'
import { type Asked, checked } from './exchanges.ts'

const SEPARATOR = '\u001f' // Iceberg REST: parts of a namespace in a path are joined by %1F.

/** A namespace is a database here; one of several levels does not exist. */
export function databaseOf({ params, accountId }: Asked) {
  return { accountId, database: checked(params.namespace ?? '') }
}

export function tableOf(asked: Asked) {
  return { ...databaseOf(asked), table: checked(asked.params.table ?? '') }
}

export function singleLevel(namespace: readonly string[]): string {
  const [database, ...more] = namespace
  if (database === undefined || more.length > 0 || database.includes(SEPARATOR))
    throw badRequest({ reason: 'namespaces of several levels are not supported' })
  return checked(database)
}
