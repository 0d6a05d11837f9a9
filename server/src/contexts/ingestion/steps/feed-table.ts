import { currentSchema, type LoadedTable, type TableRef } from '../../catalog/index.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Feed } from '../model/ledger.ts'
import { tableSchema } from '../model/schema.ts'

const NO_SUCH_TABLE = 'catalog.no-such-table'

export function tableRef({ definition: { target } }: Feed): TableRef {
  return { ...target, accountId: target.accountId as AccountId }
}

/** The feed's table; it is made when the first delivery wants to get in. */
export async function openTable(
  deps: IngestionDeps,
  caller: Caller,
  feed: Feed,
): Promise<LoadedTable> {
  const ref = tableRef(feed)
  try {
    return await deps.catalog.loadTable(caller, ref)
  } catch (error) {
    if ((error as { code?: string }).code !== NO_SUCH_TABLE) throw error
    return await deps.catalog.createTable(caller, {
      ...ref,
      schema: tableSchema(feed.definition),
      // Every snapshot is a state that somebody may ask for again.
      properties: {
        'millrace.feed': feed.id,
        'history.expire.min-snapshots-to-keep': '2147483647',
      },
    })
  }
}

/** Field id of the column that says which vintage a row came with. */
export function vintageField(loaded: LoadedTable): number | undefined {
  return currentSchema(loaded.metadata).fields.find(({ name }) => name === '_vintage')?.id
}
