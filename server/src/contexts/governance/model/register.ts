import type { AccountId } from '../../identity/index.ts'

/** What governance governs; catalog writes it in the transaction of its own change. */
export interface GovernedDatabase {
  id: string
  accountId: AccountId
  name: string
  /** `s3://…`, when the database has one. */
  location?: string
  creatorArn: string
  /** It only names a database of a catalog: rights on it are none on what it names. */
  link?: true
}

export interface GovernedTable {
  id: string
  databaseId: string
  name: string
  location?: string
  creatorArn: string
  columns: readonly GovernedColumn[]
  /** As for databases; it has no columns. */
  link?: true
}

/** Top-level columns only. `id` is the Iceberg field id: names may change, ids do not. */
export interface GovernedColumn {
  id: number
  name: string
  /** Iceberg type text: `int`, `decimal(12,2)`, `struct`. */
  type: string
  partitionSource: boolean
}
