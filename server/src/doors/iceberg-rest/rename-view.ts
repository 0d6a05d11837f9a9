import type { Static } from 'typebox'
import { checked } from './exchanges.ts'
import { NO_CONTENT, type Route } from './route.ts'
import { RenameTable } from './schemas.ts'
import { databaseNamed } from './wire-names.ts'

export const renameView: Route = {
  name: 'renameView',
  method: 'POST',
  path: '/v1/{prefix}/views/rename',
  summary: 'Rename a view',
  body: RenameTable,
  async run({ catalog }, { caller, accountId, body }) {
    const { source, destination } = body as Static<typeof RenameTable>
    const refOf = ({ namespace, name }: typeof source) => {
      return { accountId, database: databaseNamed(namespace), view: checked(name) }
    }
    await catalog.renameView(caller, { from: refOf(source), to: refOf(destination) })
    return NO_CONTENT
  },
}
