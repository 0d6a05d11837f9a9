import type { Static } from 'typebox'
import type { Route } from './route.ts'
import { UpdateProperties } from './schemas.ts'
import { databaseOf } from './wire-names.ts'

export const updateProperties: Route = {
  name: 'updateProperties',
  method: 'POST',
  path: '/v1/{prefix}/namespaces/{namespace}/properties',
  summary: 'Set and remove properties of a namespace',
  body: UpdateProperties,
  async run({ catalog }, asked) {
    const { updates = {}, removals = [] } = asked.body as Static<typeof UpdateProperties>
    const command = { ...databaseOf(asked), updates, removals }
    return { body: await catalog.updateDatabase(asked.caller, command) }
  },
}
