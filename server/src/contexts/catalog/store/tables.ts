import type { Generated, JSONColumnType } from 'kysely'

interface DatabasesTable {
  id: string
  accountId: string
  name: string
  location: string | null
  description: string | null
  properties: JSONColumnType<Record<string, string>>
  creatorArn: string
  createdAt: Date
}

interface TablesTable {
  id: string
  accountId: string
  databaseId: string
  name: string
  location: string
  metadataLocation: string
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
    'catalog.searchEntries': SearchEntriesTable
    'catalog.commitKeys': CommitKeysTable
  }
}
