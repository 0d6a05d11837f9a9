import { pagesOf } from './pages.ts'
import type { Route } from './route.ts'
import { databaseIn, namespaceOf } from './wire-names.ts'

export const listNamespaces: Route = {
  name: 'listNamespaces',
  method: 'GET',
  path: '/v1/{prefix}/namespaces',
  summary: 'List namespaces',
  async run({ catalog }, { caller, accountId, query }) {
    const within = query.parent ? databaseIn(query.parent) : ''
    if (within !== '') await catalog.getDatabase(caller, { accountId, database: within })
    const { items, ...next } = await pagesOf(query, (page) =>
      catalog.listDatabases(caller, { accountId, within, ...page }),
    )
    return { body: { namespaces: items.map(({ name }) => namespaceOf(name)), ...next } }
  },
}
