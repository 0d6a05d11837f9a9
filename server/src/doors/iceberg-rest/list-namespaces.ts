import { checked } from './exchanges.ts'
import { pagesOf } from './pages.ts'
import type { Route } from './route.ts'

export const listNamespaces: Route = {
  name: 'listNamespaces',
  method: 'GET',
  path: '/v1/{prefix}/namespaces',
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
}
