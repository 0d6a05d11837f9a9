import { NO_CONTENT, type Route } from './route.ts'
import { databaseOf } from './wire-names.ts'

export const dropNamespace: Route = {
  name: 'dropNamespace',
  method: 'DELETE',
  path: '/v1/{prefix}/namespaces/{namespace}',
  summary: 'Drop an empty namespace',
  async run({ catalog }, asked) {
    await catalog.dropDatabase(asked.caller, databaseOf(asked))
    return NO_CONTENT
  },
}
