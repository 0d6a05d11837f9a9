import { NO_CONTENT, type Route } from './route.ts'
import { databaseOf } from './wire-names.ts'

export const namespaceExists: Route = {
  name: 'namespaceExists',
  method: 'HEAD',
  path: '/v1/{prefix}/namespaces/{namespace}',
  summary: 'Check a namespace',
  async run({ catalog }, asked) {
    await catalog.getDatabase(asked.caller, databaseOf(asked))
    return NO_CONTENT
  },
}
