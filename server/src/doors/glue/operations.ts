import {
  BatchGetPartition$,
  GetPartitions$,
  GetTableVersions$,
  GetUnfilteredTableMetadata$,
  SearchTables$,
  UpdateTable$,
} from '@aws-sdk/client-glue'
import type { OperationTable } from '../shared/operation.ts'
import { createDatabase } from './create-database.ts'
import { createTable } from './create-table.ts'
import { deleteDatabase } from './delete-database.ts'
import { deleteTable } from './delete-table.ts'
import { getDatabase } from './get-database.ts'
import { getDatabases } from './get-databases.ts'
import { getTable } from './get-table.ts'
import { getTables } from './get-tables.ts'
import type { GlueDeps } from './operation.ts'

export const glueOperations: OperationTable<GlueDeps> = {
  served: [
    getDatabase,
    getDatabases,
    createDatabase,
    deleteDatabase,
    getTable,
    getTables,
    createTable,
    deleteTable,
  ],
  refused: [
    {
      reason: 'Iceberg clients commit by the REST catalog, where the server writes the metadata',
      operations: [UpdateTable$, GetTableVersions$],
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
