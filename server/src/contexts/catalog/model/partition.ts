import type { DomainError } from '../../../foundation/errors.ts'
import type { GivenColumn } from './external-table.ts'

/** What is said of one partition of an external table. */
export interface PartitionDefinition {
  location?: string
  /** The table's, as they were when the files were written. */
  columns: readonly GivenColumn[]
  properties: Record<string, string>
  /** What engines are to know and the catalog does not read. */
  kept: Record<string, unknown>
}

export interface GivenPartition {
  /** One for each partition key, in their order, as they stand in paths. */
  values: readonly string[]
  definition: PartitionDefinition
}

export interface Partition extends GivenPartition {
  createdAt: Date
}

/** What became of one of many. */
export interface PartitionFailure {
  values: readonly string[]
  error: DomainError
}
