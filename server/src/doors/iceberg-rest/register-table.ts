import type { Static } from 'typebox'
import { badRequest } from './errors.ts'
import { checked } from './exchanges.ts'
import { etagOf, loadResult } from './load-table-result.ts'
import type { Route } from './route.ts'
import { RegisterTable } from './schemas.ts'
import { databaseOf } from './wire-names.ts'

export const registerTable: Route = {
  name: 'registerTable',
  method: 'POST',
  path: '/v1/{prefix}/namespaces/{namespace}/register',
  summary: 'Make a table of a metadata file that is there',
  body: RegisterTable,
  async run(deps, asked) {
    const { name, overwrite, ...file } = asked.body as Static<typeof RegisterTable>
    if (overwrite) throw badRequest({ reason: 'a table that is there is not registered over' })
    const registered = await deps.catalog.registerTable(asked.caller, {
      ...databaseOf(asked),
      table: checked(name),
      metadataLocation: file['metadata-location'],
    })
    return {
      text: await loadResult(deps, asked, registered, { made: true }),
      headers: { etag: etagOf(registered, asked) },
    }
  },
}
