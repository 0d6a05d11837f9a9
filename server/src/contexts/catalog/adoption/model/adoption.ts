import type { AccountId } from '../../../identity/index.ts'
import type { TableRef } from '../../model/face.ts'
import type { Field } from '../../model/schema.ts'
import type { PathType, PathValue } from './hive-path.ts'

/** `proposed`: looked through, and nothing made of it. */
export type AdoptionState =
  | 'queued'
  | 'listing'
  | 'reading'
  | 'writing'
  | 'done'
  | 'proposed'
  | 'failed'
  | 'cancelled'

export interface AdoptTable extends TableRef {
  /** `s3://bucket/prefix`; it becomes the location of the table. */
  location: string
  /** `auto`: folders named `key=value` are columns. */
  partitioning?: 'auto' | 'none'
  /** Types of columns that come from folders, where they are not what was inferred. */
  types?: Record<string, string>
  /** Only says what it would make. */
  dryRun?: boolean
}

export interface AdoptionOptions {
  partitioning: 'auto' | 'none'
  types: Record<string, string>
  dryRun: boolean
}

/** What the files read so far are together. */
export interface Shape {
  fields: Field[]
  lastId: number
  /** Names of the folders' keys; undefined before the first file. */
  keys?: string[]
  /** The narrowest types of their values. */
  pathTypes: Record<string, PathType>
}

export interface Adoption {
  id: string
  accountId: AccountId
  database: string
  tableName: string
  location: string
  askerArn: string
  options: AdoptionOptions
  state: AdoptionState
  shape: Shape
  filesFound: number
  filesRead: number
  rowsRead: number
  filesAdded: number
  /** Files that were passed over, or changed or vanished since they were taken over. */
  notesCount: number
  error?: string
  tableId?: string
  snapshotId?: string
  createdAt: Date
  endedAt?: Date
}

export interface AdoptionNote {
  location: string
  state: 'skipped' | 'changed' | 'vanished'
  reason: string
}

/** What is kept of one file until its manifest is written. */
export interface FileFacts {
  rows: number
  /** By path in the file, names joined by `, ` as DuckDB joins them. */
  columns: Record<string, ColumnFacts>
  /** Where its row groups begin. */
  splits: string[]
  path: Record<string, PathValue>
}

export interface ColumnFacts {
  sizeBytes: number
  values: number
  nulls?: number
  min?: string
  max?: string
}

export const ENDED: readonly AdoptionState[] = ['done', 'proposed', 'failed', 'cancelled']
