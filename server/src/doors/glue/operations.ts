import {
  BatchGetPartition$,
  GetPartitions$,
  GetTableVersions$,
  GetUnfilteredTableMetadata$,
  SearchTables$,
} from '@aws-sdk/client-glue'
import type { OperationTable } from '../shared/operation.ts'
import { batchDeleteTable } from './batch-delete-table.ts'
import { createDatabase } from './create-database.ts'
import { createTable } from './create-table.ts'
import { deleteDatabase } from './delete-database.ts'
import { deleteTable } from './delete-table.ts'
import { getDatabase } from './get-database.ts'
import { getDatabases } from './get-databases.ts'
import { getTable } from './get-table.ts'
import { getTables } from './get-tables.ts'
import type { GlueDeps } from './operation.ts'
import { updateDatabase } from './update-database.ts'
import { updateTable } from './update-table.ts'

export const glueOperations: OperationTable<GlueDeps> = {
  served: [
    getDatabase,
    getDatabases,
    createDatabase,
    updateDatabase,
    deleteDatabase,
    getTable,
    getTables,
    createTable,
    updateTable,
    deleteTable,
    batchDeleteTable,
  ],
  refused: [
    {
      reason: 'Iceberg clients commit by the REST catalog, where the server writes the metadata',
      operations: [GetTableVersions$],
    },
    {
      reason: 'tables are Iceberg tables, whose partitions are in their manifests',
      operations: [GetPartitions$, BatchGetPartition$],
    },
    {
      reason: 'engines read restricted tables by the REST catalog',
      operations: [GetUnfilteredTableMetadata$],
    },
    { reason: 'search is in the portal', operations: [SearchTables$] },
  ],
}
