import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { ExternalDefinition } from '../model/external-table.ts'
import type { PartitionDefinition } from '../model/partition.ts'

interface DatabasesTable {
  id: string
  accountId: string
  name: string
  /** Unique in the account; the name itself of one that another was there before. */
  foldedName: string | null
  location: string | null
  description: string | null
  properties: JSONColumnType<Record<string, string>>
  creatorArn: string
  createdAt: Date
  /** Of resource links. */
  targetAccountId: string | null
  targetDatabase: string | null
}

interface TableLinksTable {
  id: string
  accountId: string
  databaseId: string
  name: string
  targetAccountId: string
  targetDatabase: string
  targetTable: string
  creatorArn: string
  createdAt: Date
}

interface TablesTable {
  id: string
  accountId: string
  databaseId: string
  name: string
  /** Unique in the database; the name itself of one that another was there before. */
  foldedName: string | null
  location: string
  /** Of Iceberg tables. */
  metadataLocation: string | null
  ownedSince: Date | null
  /** Of external tables. */
  definition: ColumnType<ExternalDefinition | null, string | null, string>
  /** Views share the rows of tables, and so their names. */
  isView: Generated<boolean>
  version: Generated<number>
  creatorArn: string
  createdAt: Date
  updatedAt: Date
  documentation: string | null
}

interface SearchEntriesTable {
  tableId: string
  names: string
  documentation: string
  columns: JSONColumnType<Record<string, string>>
  columnWords: string
}

interface TableVersionsTable {
  tableId: string
  version: number
  definition: JSONColumnType<ExternalDefinition>
  updatedAt: Date
}

interface PartitionsTable {
  tableId: string
  keyValues: string[]
  /** Texts in the order of the values; null for what is none. */
  ordered: (string | null)[]
  definition: JSONColumnType<PartitionDefinition>
  createdAt: Date
}

interface PurgesTable {
  tableId: string
  location: string
}

interface LeftPlacesTable {
  tableId: string
  location: string
  /** IAM alone decided who reads it. */
  open: boolean
  leftAt: Date
}

interface ColumnStatisticsTable {
  tableId: string
  /** Of a partition; none: of the table. */
  keyValues: string[]
  columnName: string
  statistics: JSONColumnType<Record<string, unknown>>
}

interface CommitKeysTable {
  tableId: string
  key: string
  snapshotId: string
  committedAt: Date
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.databases': DatabasesTable
    'catalog.tables': TablesTable
    'catalog.tableLinks': TableLinksTable
    'catalog.searchEntries': SearchEntriesTable
    'catalog.purges': PurgesTable
    'catalog.leftPlaces': LeftPlacesTable
    'catalog.commitKeys': CommitKeysTable
    'catalog.tableVersions': TableVersionsTable
    'catalog.partitions': PartitionsTable
    'catalog.columnStatistics': ColumnStatisticsTable
  }
}
