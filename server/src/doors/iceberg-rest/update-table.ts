import type { Static } from 'typebox'
import type { TableRequirement, TableUpdate } from '../../contexts/catalog/index.ts'
import { etagOf, tableResult } from './load-table-result.ts'
import type { Route } from './route.ts'
import { CommitTable } from './schemas.ts'
import { tableOf } from './wire-names.ts'

export const updateTable: Route = {
  name: 'updateTable',
  method: 'POST',
  path: '/v1/{prefix}/namespaces/{namespace}/tables/{table}',
  summary: 'Commit to a table',
  body: CommitTable,
  async run({ catalog }, asked) {
    const { requirements, updates } = asked.body as Static<typeof CommitTable>
    const committed = await catalog.commitTable(asked.caller, {
      ...tableOf(asked),
      requirements: requirements as TableRequirement[],
      updates: updates as TableUpdate[],
    })
    const headers = { etag: etagOf(committed, { query: {} }) }
    return { text: tableResult(committed), headers }
  },
}
