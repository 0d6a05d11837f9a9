import { pagesOf } from './pages.ts'
import type { Route } from './route.ts'
import { databaseOf, namespaceOf } from './wire-names.ts'

export const listViews: Route = {
  name: 'listViews',
  method: 'GET',
  path: '/v1/{prefix}/namespaces/{namespace}/views',
  summary: 'List views',
  async run({ catalog }, asked) {
    const ref = databaseOf(asked)
    const { items, ...next } = await pagesOf(asked.query, (page) =>
      catalog.listViews(asked.caller, { ...ref, ...page }),
    )
    const identifiers = items.map(({ name }) => ({ namespace: namespaceOf(ref.database), name }))
    return { body: { identifiers, ...next } }
  },
}
