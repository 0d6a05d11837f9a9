import type { Static } from 'typebox'
import type { Route } from './route.ts'
import { CreateNamespace } from './schemas.ts'
import { databaseNamed, namespaceOf } from './wire-names.ts'
import { propertiesOf } from './wire-namespace.ts'

export const createNamespace: Route = {
  name: 'createNamespace',
  method: 'POST',
  path: '/v1/{prefix}/namespaces',
  summary: 'Create a namespace',
  body: CreateNamespace,
  async run({ catalog }, { caller, accountId, body }) {
    const { namespace, properties = {} } = body as Static<typeof CreateNamespace>
    const { location, comment, ...rest } = properties
    const created = await catalog.createDatabase(caller, {
      accountId,
      database: databaseNamed(namespace),
      properties: rest,
      ...(location === undefined ? {} : { location }),
      ...(comment === undefined ? {} : { description: comment }),
    })
    return { body: { namespace: namespaceOf(created.name), properties: propertiesOf(created) } }
  },
}
