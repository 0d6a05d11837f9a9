import type { Static } from 'typebox'
import type { TableRequirement, TableUpdate } from '../../contexts/catalog/index.ts'
import { checked } from './exchanges.ts'
import { NO_CONTENT, type Route } from './route.ts'
import { CommitTransaction } from './schemas.ts'
import { databaseNamed } from './wire-names.ts'

export const commitTransaction: Route = {
  name: 'commitTransaction',
  method: 'POST',
  path: '/v1/{prefix}/transactions/commit',
  summary: 'Commit to several tables: to all of them or to none',
  body: CommitTransaction,
  async run({ catalog }, { caller, accountId, body }) {
    const { 'table-changes': changes } = body as Static<typeof CommitTransaction>
    await catalog.commitTransaction(caller, {
      changes: changes.map(({ identifier, requirements, updates }) => ({
        accountId,
        database: databaseNamed(identifier.namespace),
        table: checked(identifier.name),
        requirements: requirements as TableRequirement[],
        updates: updates as TableUpdate[],
      })),
    })
    return NO_CONTENT
  },
}
