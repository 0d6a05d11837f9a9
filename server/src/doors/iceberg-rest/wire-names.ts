import { badRequest } from './errors.ts'
import { type Asked, checked } from './exchanges.ts'

const SEPARATOR = '\u001f' // Iceberg REST: parts of a namespace in a path are joined by %1F.
const LEVEL = '/'

/** The database of a namespace's levels; one with a slash in a level is none that there can be. */
export function databaseNamed(levels: readonly string[]): string {
  if (levels.length === 0) throw badRequest({ reason: 'a namespace is empty' })
  if (levels.some((level) => level.includes(SEPARATOR)))
    throw badRequest({ reason: 'a level of a namespace has a separator' })
  return levels.map((level) => checked(level).replaceAll(LEVEL, SEPARATOR)).join(LEVEL)
}

export function namespaceOf(database: string): string[] {
  return database.split(LEVEL)
}

/** As the path and the query have it. */
export function databaseIn(text: string): string {
  return databaseNamed(text.split(SEPARATOR))
}

/** As clients write it into a path, before they escape it. */
export function inPath(database: string): string {
  return namespaceOf(database).join(SEPARATOR)
}

export function databaseOf({ params, accountId }: Asked) {
  return { accountId, database: databaseIn(params.namespace ?? '') }
}

export function tableOf(asked: Asked) {
  return { ...databaseOf(asked), table: checked(asked.params.table ?? '') }
}

export function viewOf(asked: Asked) {
  return { ...databaseOf(asked), view: checked(asked.params.view ?? '') }
}
