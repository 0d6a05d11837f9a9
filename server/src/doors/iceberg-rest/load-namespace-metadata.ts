import type { Route } from './route.ts'
import { databaseOf, namespaceOf } from './wire-names.ts'
import { propertiesOf } from './wire-namespace.ts'

export const loadNamespaceMetadata: Route = {
  name: 'loadNamespaceMetadata',
  method: 'GET',
  path: '/v1/{prefix}/namespaces/{namespace}',
  summary: 'Load a namespace',
  async run({ catalog }, asked) {
    const database = await catalog.getDatabase(asked.caller, databaseOf(asked))
    return { body: { namespace: namespaceOf(database.name), properties: propertiesOf(database) } }
  },
}
