import { GetTableVersions$, GetUnfilteredTableMetadata$, SearchTables$ } from '@aws-sdk/client-glue'
import type { OperationTable } from '../shared/operation.ts'
import { batchCreatePartition } from './batch-create-partition.ts'
import { batchDeletePartition } from './batch-delete-partition.ts'
import { batchDeleteTable } from './batch-delete-table.ts'
import { batchGetPartition } from './batch-get-partition.ts'
import { batchUpdatePartition } from './batch-update-partition.ts'
import { createDatabase } from './create-database.ts'
import { createPartition } from './create-partition.ts'
import { createTable } from './create-table.ts'
import { deleteDatabase } from './delete-database.ts'
import { deletePartition } from './delete-partition.ts'
import { deleteTable } from './delete-table.ts'
import { getDatabase } from './get-database.ts'
import { getDatabases } from './get-databases.ts'
import { getPartition } from './get-partition.ts'
import { getPartitionIndexes } from './get-partition-indexes.ts'
import { getPartitions } from './get-partitions.ts'
import { getTable } from './get-table.ts'
import { getTables } from './get-tables.ts'
import type { GlueDeps } from './operation.ts'
import { updateDatabase } from './update-database.ts'
import { updatePartition } from './update-partition.ts'
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
    createPartition,
    batchCreatePartition,
    getPartition,
    getPartitions,
    batchGetPartition,
    updatePartition,
    batchUpdatePartition,
    deletePartition,
    batchDeletePartition,
    getPartitionIndexes,
  ],
  refused: [
    {
      reason: 'Iceberg clients commit by the REST catalog, where the server writes the metadata',
      operations: [GetTableVersions$],
    },
    {
      reason: 'engines read restricted tables by the REST catalog',
      operations: [GetUnfilteredTableMetadata$],
    },
    { reason: 'search is in the portal', operations: [SearchTables$] },
  ],
}
