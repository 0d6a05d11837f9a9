import type { Caller } from '../identity/index.ts'
import type {
  AppendFiles,
  At,
  CommitTable,
  Committed,
  CreateDatabase,
  CreateTable,
  DatabaseRef,
  LoadedTable,
  Page,
  PageRequest,
  ReplaceFiles,
  Scan,
  TableDescription,
  TableRef,
  VendedCredentials,
} from './model/face.ts'
import type { TableMetadata } from './model/metadata.ts'
import type { Database, Table } from './model/table.ts'

export type { CatalogDeps } from './deps.ts'
export { parseReturnStats, type WrittenFile } from './model/data-file.ts'
export { copyOptions, duckdbType } from './model/duckdb-schema.ts'
export type * from './model/face.ts'
export { parseLossless, stringifyLossless } from './model/lossless-json.ts'
export type { TableFile } from './model/manifest.ts'
export type { PartitionSpec, Snapshot, TableMetadata } from './model/metadata.ts'
export { currentSchema, currentSnapshot, defaultSpec } from './model/metadata.ts'
export type { TableRequirement } from './model/requirements.ts'
export type { Field, IcebergType, Schema } from './model/schema.ts'
export type { Database, DatabaseId, Table, TableId } from './model/table.ts'
export type { TableUpdate } from './model/table-update.ts'
export type { Projection, ProjectionNotReady, Projections } from './projections/port.ts'

/**
 * Every operation passes both gates, IAM's and governance's. What the caller may not DESCRIBE
 * throws the same as what does not exist: `catalog.no-such-database`, `catalog.no-such-table`.
 * After a commit `catalog.table-committed` is announced with `{ accountId, databaseId, tableId,
 * version, snapshotId?, operation?, addedFiles, addedRecords, commitKey? }`.
 */
export interface Catalog {
  /** @throws catalog.database-already-exists */
  createDatabase(caller: Caller, command: CreateDatabase): Promise<Database>
  getDatabase(caller: Caller, ref: DatabaseRef): Promise<Database>
  listDatabases(
    caller: Caller,
    query: { accountId: DatabaseRef['accountId'] } & PageRequest,
  ): Promise<Page<Database>>
  updateDatabase(
    caller: Caller,
    command: DatabaseRef & { updates?: Record<string, string>; removals?: readonly string[] },
  ): Promise<{ updated: string[]; removed: string[]; missing: string[] }>
  /** @throws catalog.database-not-empty */
  dropDatabase(caller: Caller, ref: DatabaseRef): Promise<void>

  /** @throws catalog.table-already-exists, catalog.invalid-schema, catalog.invalid-location */
  createTable(caller: Caller, command: CreateTable): Promise<LoadedTable>
  /** What `createTable` would make; a commit with `assert-create` then makes it. */
  stageTable(caller: Caller, command: CreateTable): Promise<TableMetadata>
  /** @throws catalog.projection-not-ready (retryable) where some of it is closed to the caller */
  loadTable(caller: Caller, ref: TableRef): Promise<LoadedTable>
  /** Names and types for people; never waits for a projection. */
  describeTable(caller: Caller, ref: TableRef): Promise<TableDescription>
  listTables(caller: Caller, query: DatabaseRef & PageRequest): Promise<Page<Table>>
  /** @throws catalog.commit-conflict, catalog.restricted-write, catalog.invalid-update */
  commitTable(caller: Caller, command: TableRef & CommitTable): Promise<LoadedTable>
  /** @throws catalog.table-already-exists */
  renameTable(caller: Caller, command: { from: TableRef; to: TableRef }): Promise<void>
  /** `purge`: its files are removed too, by a job. */
  dropTable(caller: Caller, command: TableRef & { purge?: boolean }): Promise<void>
  /** Credentials for the files of what `loadTable` answered; undefined: none may be had. */
  vendCredentials(caller: Caller, loaded: LoadedTable): Promise<VendedCredentials | undefined>

  /** Adds files by the platform's own writer. @throws catalog.file-not-in-one-partition */
  append(caller: Caller, command: TableRef & AppendFiles): Promise<Committed>
  /** Adds files and takes away those that they replace, in one snapshot. */
  replaceFiles(caller: Caller, command: TableRef & ReplaceFiles): Promise<Committed>
  /** @throws catalog.no-such-snapshot */
  scan(caller: Caller, query: TableRef & { at?: At }): Promise<Scan>
  setDocumentation(caller: Caller, command: TableRef & { documentation: string }): Promise<void>

  /** Without gates, for the platform's own bookkeeping; never for what a caller sees. */
  findTable(tableId: string): Promise<Table | undefined>
}
