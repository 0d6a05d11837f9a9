import type { OperationTable, ServedOperation } from '../shared/operation.ts'
import { batchCreatePartition } from './batch-create-partition.ts'
import { batchDeletePartition } from './batch-delete-partition.ts'
import { batchDeleteTable } from './batch-delete-table.ts'
import { batchDeleteTableVersion } from './batch-delete-table-version.ts'
import { batchGetPartition } from './batch-get-partition.ts'
import { batchUpdatePartition } from './batch-update-partition.ts'
import { createDatabase } from './create-database.ts'
import { createPartition } from './create-partition.ts'
import { createTable } from './create-table.ts'
import { deleteColumnStatisticsForPartition } from './delete-column-statistics-for-partition.ts'
import { deleteColumnStatisticsForTable } from './delete-column-statistics-for-table.ts'
import { deleteDatabase } from './delete-database.ts'
import { deletePartition } from './delete-partition.ts'
import { deleteTable } from './delete-table.ts'
import { deleteTableVersion } from './delete-table-version.ts'
import { getCatalogImportStatus } from './get-catalog-import-status.ts'
import { getColumnStatisticsForPartition } from './get-column-statistics-for-partition.ts'
import { getColumnStatisticsForTable } from './get-column-statistics-for-table.ts'
import { getDatabase } from './get-database.ts'
import { getDatabases } from './get-databases.ts'
import { getPartition } from './get-partition.ts'
import { getPartitionIndexes } from './get-partition-indexes.ts'
import { getPartitions } from './get-partitions.ts'
import { getTable } from './get-table.ts'
import { getTableVersion } from './get-table-version.ts'
import { getTableVersions } from './get-table-versions.ts'
import { getTables } from './get-tables.ts'
import { getUnfilteredPartitionMetadata } from './get-unfiltered-partition-metadata.ts'
import { getUnfilteredPartitionsMetadata } from './get-unfiltered-partitions-metadata.ts'
import { getUnfilteredTableMetadata } from './get-unfiltered-table-metadata.ts'
import { getUserDefinedFunctions } from './get-user-defined-functions.ts'
import type { GlueDeps } from './operation.ts'
import { refusedBeside } from './refused.ts'
import { searchTables } from './search-tables.ts'
import { updateColumnStatisticsForPartition } from './update-column-statistics-for-partition.ts'
import { updateColumnStatisticsForTable } from './update-column-statistics-for-table.ts'
import { updateDatabase } from './update-database.ts'
import { updatePartition } from './update-partition.ts'
import { updateTable } from './update-table.ts'

const served: readonly ServedOperation<GlueDeps>[] = [
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
  getTableVersion,
  getTableVersions,
  deleteTableVersion,
  batchDeleteTableVersion,
  searchTables,
  getUserDefinedFunctions,
  getCatalogImportStatus,
  getUnfilteredTableMetadata,
  getUnfilteredPartitionMetadata,
  getUnfilteredPartitionsMetadata,
  getColumnStatisticsForTable,
  updateColumnStatisticsForTable,
  deleteColumnStatisticsForTable,
  getColumnStatisticsForPartition,
  updateColumnStatisticsForPartition,
  deleteColumnStatisticsForPartition,
]

export const glueOperations: OperationTable<GlueDeps> = { served, refused: refusedBeside(served) }
