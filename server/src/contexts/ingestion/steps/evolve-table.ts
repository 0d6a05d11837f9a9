import { currentSchema, currentSnapshot, type LoadedTable } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Feed } from '../model/ledger.ts'
import { evolvedSchema } from '../model/schema.ts'
import { tableRef } from './feed-table.ts'

/** The feed's table, with the columns that its contract has by now. */
export async function evolveTable(
  deps: IngestionDeps,
  caller: Caller,
  of: { feed: Feed; loaded: LoadedTable },
): Promise<LoadedTable> {
  const { metadata } = of.loaded
  const schema = currentSchema(metadata)
  const lastColumnId = metadata['last-column-id']
  const empty = currentSnapshot(metadata) === undefined
  const wanted = evolvedSchema(schema, of.feed.definition, { lastColumnId, empty })
  if (!wanted) return of.loaded
  return await deps.catalog.commitTable(caller, {
    ...tableRef(of.feed),
    requirements: [
      { type: 'assert-current-schema-id', 'current-schema-id': schema['schema-id'] },
      { type: 'assert-last-assigned-field-id', 'last-assigned-field-id': lastColumnId },
    ],
    updates: [
      { action: 'add-schema', schema: wanted },
      { action: 'set-current-schema', 'schema-id': -1 }, // Iceberg REST: the one just added.
    ],
  })
}
