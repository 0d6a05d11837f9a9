import type { Static } from 'typebox'
import type { Database } from '../../contexts/catalog/index.ts'
import { badRequest } from './errors.ts'
import { type Asked, checked } from './exchanges.ts'
import { NO_CONTENT, type Route } from './route.ts'
import { CreateNamespace, UpdateProperties } from './schemas.ts'

const ALL = '/v1/{prefix}/namespaces'
const ONE = `${ALL}/{namespace}`
const SEPARATOR = '\u001f' // Iceberg REST: parts of a namespace in a path are joined by %1F.

/** A namespace is a database here; one of several levels does not exist. */
export function databaseOf({ params, accountId }: Asked) {
  return { accountId, database: checked(params.namespace ?? '') }
}

export function singleLevel(namespace: readonly string[]): string {
  const [database, ...more] = namespace
  if (database === undefined || more.length > 0 || database.includes(SEPARATOR))
    throw badRequest({ reason: 'namespaces of several levels are not supported' })
  return checked(database)
}

/** Pages only for clients that ask for pages; others expect all at once. */
export async function pagesOf<Item>(
  query: Asked['query'],
  read: (page: { size?: number; token?: string }) => Promise<{ items: Item[]; next?: string }>,
): Promise<{ items: Item[]; 'next-page-token'?: string }> {
  const { pageToken, pageSize } = query
  if (pageSize !== undefined && !/^[1-9]\d{0,8}$/.test(pageSize))
    throw badRequest({ reason: `"${pageSize}" is not a page size` })
  const size = pageSize === undefined ? {} : { size: Number(pageSize) }
  if (pageToken !== undefined || pageSize !== undefined) {
    const page = await read({ ...size, ...(pageToken ? { token: pageToken } : {}) })
    return { items: page.items, ...(page.next ? { 'next-page-token': page.next } : {}) }
  }
  const items: Item[] = []
  let token: string | undefined
  do {
    const page = await read(token ? { token } : {})
    items.push(...page.items)
    token = page.next
  } while (token)
  return { items }
}

function propertiesOf({ properties, location, description }: Database) {
  return {
    ...properties,
    ...(location === undefined ? {} : { location }),
    ...(description === undefined ? {} : { comment: description }),
  }
}

export const namespaceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: ALL,
    summary: 'List namespaces',
    async run({ catalog }, { caller, accountId, query }) {
      if (query.parent) {
        await catalog.getDatabase(caller, { accountId, database: checked(query.parent) })
        return { body: { namespaces: [] } }
      }
      const { items, ...next } = await pagesOf(query, (page) =>
        catalog.listDatabases(caller, { accountId, ...page }),
      )
      return { body: { namespaces: items.map(({ name }) => [name]), ...next } }
    },
  },
  {
    method: 'POST',
    path: ALL,
    summary: 'Create a namespace',
    body: CreateNamespace,
    async run({ catalog }, { caller, accountId, body }) {
      const { namespace, properties = {} } = body as Static<typeof CreateNamespace>
      const { location, comment, ...rest } = properties
      const created = await catalog.createDatabase(caller, {
        accountId,
        database: singleLevel(namespace),
        properties: rest,
        ...(location === undefined ? {} : { location }),
        ...(comment === undefined ? {} : { description: comment }),
      })
      return { body: { namespace: [created.name], properties: propertiesOf(created) } }
    },
  },
  {
    method: 'GET',
    path: ONE,
    summary: 'Load a namespace',
    async run({ catalog }, asked) {
      const database = await catalog.getDatabase(asked.caller, databaseOf(asked))
      return { body: { namespace: [database.name], properties: propertiesOf(database) } }
    },
  },
  {
    method: 'HEAD',
    path: ONE,
    summary: 'Check a namespace',
    async run({ catalog }, asked) {
      await catalog.getDatabase(asked.caller, databaseOf(asked))
      return NO_CONTENT
    },
  },
  {
    method: 'DELETE',
    path: ONE,
    summary: 'Drop an empty namespace',
    async run({ catalog }, asked) {
      await catalog.dropDatabase(asked.caller, databaseOf(asked))
      return NO_CONTENT
    },
  },
  {
    method: 'POST',
    path: `${ONE}/properties`,
    summary: 'Set and remove properties of a namespace',
    body: UpdateProperties,
    async run({ catalog }, asked) {
      const { updates = {}, removals = [] } = asked.body as Static<typeof UpdateProperties>
      const command = { ...databaseOf(asked), updates, removals }
      return { body: await catalog.updateDatabase(asked.caller, command) }
    },
  },
]
