import type { Static } from 'typebox'
import { checked } from './exchanges.ts'
import { NO_CONTENT, type Route } from './route.ts'
import { RenameTable } from './schemas.ts'
import { databaseNamed } from './wire-names.ts'

export const renameTable: Route = {
  name: 'renameTable',
  method: 'POST',
  path: '/v1/{prefix}/tables/rename',
  summary: 'Rename a table',
  body: RenameTable,
  async run({ catalog }, { caller, accountId, body }) {
    const { source, destination } = body as Static<typeof RenameTable>
    const refOf = ({ namespace, name }: typeof source) => {
      return { accountId, database: databaseNamed(namespace), table: checked(name) }
    }
    await catalog.renameTable(caller, { from: refOf(source), to: refOf(destination) })
    return NO_CONTENT
  },
}
