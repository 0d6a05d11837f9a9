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
  /** Ids of columns that it had: its files and snapshots of before may hold them. */
  past?: readonly number[]
  /** As for databases; it has no columns. */
  link?: true
}

/** `id` is the Iceberg field id: names may change, ids do not. */
export interface GovernedColumn {
  id: number
  name: string
  /** Iceberg type text: `int`, `decimal(12,2)`, `struct`. */
  type: string
  partitionSource: boolean
  /** Of a struct: rows are chosen by its fields too, columns are open or closed as a whole. */
  fields?: readonly GovernedColumn[]
}

/** Columns and the fields of those that are structs by id, named as predicates name them: `a.b`. */
export function fieldNames(
  columns: readonly GovernedColumn[],
  inside = '',
): readonly (readonly [number, string])[] {
  return columns.flatMap(({ id, name, fields = [] }) => [
    [id, `${inside}${name}`] as const,
    ...fieldNames(fields, `${inside}${name}.`),
  ])
}
