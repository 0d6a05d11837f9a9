import type { Generated, JSONColumnType } from 'kysely'
import type { Caller } from '../../identity/index.ts'
import type { AdoptionOptions, FileFacts, Shape } from '../adoption/model/adoption.ts'

interface AdoptionsTable {
  id: string
  accountId: string
  database: string
  tableName: string
  location: string
  caller: JSONColumnType<Caller>
  askerArn: string
  options: JSONColumnType<AdoptionOptions>
  state: string
  shape: JSONColumnType<Shape>
  filesFound: Generated<number>
  filesRead: Generated<number>
  rowsRead: Generated<number>
  filesAdded: Generated<number>
  notesCount: Generated<number>
  error: string | null
  tableId: string | null
  snapshotId: string | null
  createdAt: Date
  endedAt: Date | null
}

interface AdoptionFilesTable {
  adoptionId: string
  location: string
  sizeBytes: number
  etag: string
  state: string
  reason: string | null
  facts: JSONColumnType<FileFacts> | null
}

interface AdoptedFilesTable {
  tableId: string
  location: string
  sizeBytes: number
  etag: string
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.adoptions': AdoptionsTable
    'catalog.adoptionFiles': AdoptionFilesTable
    'catalog.adoptedFiles': AdoptedFilesTable
  }
}
