import type { Static } from 'typebox'
import { checked } from './exchanges.ts'
import { viewResult } from './load-view-result.ts'
import type { Route } from './route.ts'
import { RegisterView } from './schemas.ts'
import { databaseOf } from './wire-names.ts'

export const registerView: Route = {
  name: 'registerView',
  method: 'POST',
  path: '/v1/{prefix}/namespaces/{namespace}/register-view',
  summary: 'Make a view of a metadata file that is there',
  body: RegisterView,
  async run({ catalog }, asked) {
    const { name, 'metadata-location': metadataLocation } = asked.body as Static<
      typeof RegisterView
    >
    const ref = { ...databaseOf(asked), view: checked(name) }
    return {
      body: viewResult(await catalog.registerView(asked.caller, { ...ref, metadataLocation })),
    }
  },
}
