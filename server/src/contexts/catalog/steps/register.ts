import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { GovernedTable } from '../../governance/index.ts'
import { currentSchema, type TableMetadata } from '../model/metadata.ts'
import { searchEntry } from '../model/search-entry.ts'
import type { Table } from '../model/table.ts'
import { putSearchEntry } from '../store/search-entries.ts'
import type { Workings } from '../workings.ts'

/** Tells governance and the search what the table is now, in the transaction of the change. */
export async function registerTable(
  { governance }: Workings,
  tx: SqlTransaction,
  table: Table,
  metadata: TableMetadata,
): Promise<void> {
  await governance.registerTable(tx, governed(table, metadata))
  await putSearchEntry(tx, searchEntry(table, metadata))
}

function governed(table: Table, metadata: TableMetadata): GovernedTable {
  const sources = metadata['partition-specs'].flatMap((spec) =>
    spec.fields.map((field) => field['source-id']),
  )
  return {
    id: table.id,
    databaseId: table.databaseId,
    name: table.name,
    location: table.location,
    creatorArn: table.creatorArn,
    columns: currentSchema(metadata).fields.map(({ id, name, type }) => ({
      id,
      name,
      type: typeof type === 'string' ? type : type.type,
      partitionSource: sources.includes(id),
    })),
  }
}
