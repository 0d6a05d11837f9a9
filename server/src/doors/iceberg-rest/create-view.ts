import type { Static } from 'typebox'
import type { CreateView as Creation } from '../../contexts/catalog/index.ts'
import { checked } from './exchanges.ts'
import { viewResult } from './load-view-result.ts'
import type { Route } from './route.ts'
import { CreateView } from './schemas.ts'
import { databaseOf } from './wire-names.ts'

export const createView: Route = {
  name: 'createView',
  method: 'POST',
  path: '/v1/{prefix}/namespaces/{namespace}/views',
  summary: 'Create a view',
  body: CreateView,
  async run({ catalog }, asked) {
    const body = asked.body as Static<typeof CreateView>
    const { name, location, properties, schema, 'view-version': version } = body
    const created = await catalog.createView(asked.caller, {
      ...databaseOf(asked),
      view: checked(name),
      schema: schema as Creation['schema'],
      version: version as Creation['version'],
      ...(location ? { location } : {}),
      ...(properties ? { properties } : {}),
    })
    return { body: viewResult(created) }
  },
}
