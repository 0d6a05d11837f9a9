import { type Bound, bind } from '../../foundation/bound.ts'
import type { Subscription } from '../../foundation/events.ts'
import { inLane, type JobHandler } from '../../foundation/jobs.ts'
import type { Sql, SqlTransaction } from '../../foundation/sql.ts'
import type { Caller } from '../identity/index.ts'
import { adoptionJobs } from './adoption/run.ts'
import type { CatalogDeps } from './deps.ts'
import * as glue from './glue-operations.ts'
import * as keeping from './keeping-operations.ts'
import * as knowledge from './knowledge-operations.ts'
import { noteRun, type OwnRun } from './lineage/note-run.ts'
import { maintenanceJobs } from './maintenance/run.ts'
import { scheduleWatch, watchJobs } from './maintenance/watch.ts'
import type {
  AppendFiles,
  At,
  CommitTable,
  Committed,
  CreateDatabase,
  CreateTable,
  DatabaseRef,
  DescribeTable,
  DescribeTables,
  DropDatabase,
  DropTable,
  ListDatabases,
  LoadedTable,
  Page,
  PageRequest,
  RegisterTable,
  ReplaceFiles,
  Scan,
  StagedTable,
  TableDescription,
  TableRef,
  VendedCredentials,
} from './model/face.ts'
import type { Snapshot } from './model/metadata.ts'
import type { Database, Table, TableLink } from './model/table.ts'
import { append } from './operations/append.ts'
import { commitTable } from './operations/commit-table.ts'
import { commitTransaction } from './operations/commit-transaction.ts'
import { createDatabase } from './operations/create-database.ts'
import { createTable } from './operations/create-table.ts'
import { describeTable } from './operations/describe-table.ts'
import { describeTables } from './operations/describe-tables.ts'
import { dropDatabase } from './operations/drop-database.ts'
import { dropTable } from './operations/drop-table.ts'
import { getDatabase } from './operations/get-database.ts'
import { listDatabases } from './operations/list-databases.ts'
import { listSnapshots } from './operations/list-snapshots.ts'
import { listTables } from './operations/list-tables.ts'
import { loadTable } from './operations/load-table.ts'
import { previewTable, type TablePreview } from './operations/preview-table.ts'
import { publishStaged } from './operations/publish-staged.ts'
import { registerTable } from './operations/register-table.ts'
import { renameTable } from './operations/rename-table.ts'
import { replaceFiles } from './operations/replace-files.ts'
import { scan } from './operations/scan.ts'
import { type FoundTables, type SearchTables, searchTables } from './operations/search-tables.ts'
import { setDocumentation } from './operations/set-documentation.ts'
import { stageTable } from './operations/stage-table.ts'
import { stageWrites } from './operations/stage-writes.ts'
import { updateDatabase } from './operations/update-database.ts'
import { vendCredentials } from './operations/vend-credentials.ts'
import { type VisibleTable, visibleAmong } from './operations/visible-among.ts'
import { profileJobs, queueProfile } from './profile/make.ts'
import { PURGE_JOB, purgeFiles } from './steps/purge.ts'
import { databaseStands } from './store/databases.ts'
import { spelledNames } from './store/names.ts'
import { findTableById } from './store/table-rows.ts'
import * as viewOperations from './views.ts'
import { type Workings, workingsOf } from './workings.ts'

export type {
  Adoption,
  AdoptionNote,
  AdoptionState,
  AdoptTable,
} from './adoption/model/adoption.ts'
export type { CatalogDeps } from './deps.ts'
export type { OwnRun } from './lineage/note-run.ts'
export type { Policy as MaintenancePolicy } from './maintenance/model/policy.ts'
export type { MaintenanceRun, MaintenanceTask, TaskResult } from './maintenance/model/run.ts'
export { parseReturnStats, type WrittenFile } from './model/data-file.ts'
export { copyOptions, duckdbType } from './model/duckdb-schema.ts'
export type { ExternalColumn, GivenColumn, GivenDefinition } from './model/external-table.ts'
export type * from './model/face.ts'
export { hiveType, icebergType } from './model/hive-type.ts'
export { parseLossless, stringifyLossless } from './model/lossless-json.ts'
export type { TableFile } from './model/manifest.ts'
export type { PartitionSpec, Snapshot, TableMetadata } from './model/metadata.ts'
export { currentSchema, currentSnapshot, defaultSpec, snapshotAt } from './model/metadata.ts'
export type {
  GivenPartition,
  Partition,
  PartitionDefinition,
  PartitionFailure,
} from './model/partition.ts'
export type { Comparison, PartitionFilter } from './model/partition-filter.ts'
export { type Field, type IcebergType, namesById, type Schema } from './model/schema.ts'
export { STAGING_PREFIX } from './model/staging.ts'
export type {
  AnyTable,
  Database,
  DatabaseId,
  ExternalTable,
  Table,
  TableEntry,
  TableId,
  TableLink,
} from './model/table.ts'
export { external } from './model/table.ts'
export type { TableRequirement, TableUpdate } from './model/table-update.ts'
export type { Dataset, View, ViewMetadata, ViewVersion } from './model/view.ts'
export { virtual } from './model/view.ts'
export type { ViewRequirement, ViewUpdate } from './model/view-update.ts'
export type { AdoptionDetail } from './operations/get-adoption.ts'
export type { ProfileOfTable } from './operations/get-profile.ts'
export type { Notices } from './operations/notices-of.ts'
export type { TablePreview } from './operations/preview-table.ts'
export type { LineageEdge, ReadLineage } from './operations/read-lineage.ts'
export type { FoundTables, SearchTables } from './operations/search-tables.ts'
export type { VisibleTable } from './operations/visible-among.ts'
export {
  createProjections,
  type ProjectionWorks,
  projectionKeyFrom,
} from './projections/create-projections.ts'
export type { ProjectionDeps } from './projections/deps.ts'
export type { Projection, ProjectionNotReady, Projections } from './projections/port.ts'
export { metadataText } from './steps/metadata-text.ts'

/**
 * Every operation passes both gates, IAM's and governance's. What the caller may not DESCRIBE
 * throws the same as what does not exist: `catalog.no-such-database`, `catalog.no-such-table`.
 * After a commit of more than properties `catalog.table-committed` is announced with `{ accountId,
 * databaseId, tableId, version, snapshotId?, operation?, addedFiles, addedRecords, commitKey? }`.
 */
export interface Catalog
  extends Bound<Workings, typeof glue & typeof keeping & typeof knowledge & typeof viewOperations> {
  /** @throws catalog.database-already-exists */
  createDatabase(caller: Caller, command: CreateDatabase): Promise<Database>
  getDatabase(caller: Caller, ref: DatabaseRef): Promise<Database>
  /** Is a database there that a later context made? Whoever may see it. */
  databaseStands(id: string): Promise<boolean>
  listDatabases(caller: Caller, query: ListDatabases): Promise<Page<Database>>
  updateDatabase(
    caller: Caller,
    command: DatabaseRef & { updates?: Record<string, string>; removals?: readonly string[] },
  ): Promise<{ updated: string[]; removed: string[]; missing: string[] }>
  /** @throws catalog.database-not-empty */
  dropDatabase(caller: Caller, command: DropDatabase): Promise<void>

  /** @throws catalog.table-already-exists, catalog.invalid-schema, catalog.invalid-location */
  createTable(caller: Caller, command: CreateTable): Promise<LoadedTable>
  /** What `createTable` would make; a commit with `assert-create` then makes it. */
  stageTable(caller: Caller, command: CreateTable): Promise<StagedTable>
  /** Makes a table of files that are there. @throws catalog.invalid-metadata, as `createTable` */
  registerTable(caller: Caller, command: RegisterTable): Promise<LoadedTable>
  /** @throws catalog.projection-not-ready (retryable) where some of it is closed to the caller */
  loadTable(caller: Caller, ref: TableRef): Promise<LoadedTable>
  /** Names and types for people; never waits for a projection. */
  describeTable(caller: Caller, ref: DescribeTable): Promise<TableDescription>
  listTables(caller: Caller, query: DatabaseRef & PageRequest): Promise<Page<Table>>
  listSnapshots(
    caller: Caller,
    query: TableRef & { from?: number; size?: number },
  ): Promise<{ items: Snapshot[]; next?: number }>
  /** The first rows, as the caller's own tools read them. */
  previewTable(caller: Caller, ref: TableRef): Promise<TablePreview>
  /** Over all accounts, by an index. */
  searchTables(caller: Caller, search: SearchTables): Promise<FoundTables>
  /** Those that are there and that the caller may DESCRIBE; the others are left out. */
  visibleAmong(caller: Caller, refs: readonly TableRef[]): Promise<VisibleTable[]>
  describeTables(caller: Caller, query: DescribeTables): Promise<Page<TableDescription | TableLink>>
  /** @throws catalog.commit-conflict, catalog.restricted-write, catalog.invalid-update */
  commitTable(caller: Caller, command: TableRef & CommitTable): Promise<LoadedTable>
  /** To all of these tables, or to none. @throws as `commitTable` */
  commitTransaction(
    caller: Caller,
    command: { changes: readonly (TableRef & CommitTable)[] },
  ): Promise<void>
  /** @throws catalog.table-already-exists */
  renameTable(caller: Caller, command: { from: TableRef; to: TableRef }): Promise<void>
  dropTable(caller: Caller, command: DropTable): Promise<void>
  /**
   * Credentials for the files of what was loaded or staged; undefined: none may be had. `direct`:
   * the client can be told of another endpoint, and reaches it; `ownInstead`: where that gives
   * none, the platform's own do.
   */
  vendCredentials(
    caller: Caller,
    loaded: LoadedTable | StagedTable,
    client?: { direct: boolean; ownInstead?: boolean },
  ): Promise<VendedCredentials | undefined>

  /** Lets a table be written unseen, by `spark.wap.branch`. @see publishStaged */
  stageWrites(caller: Caller, command: TableRef & { branch: string; stale: string }): Promise<void>
  /** @throws catalog.commit-conflict where others have written meanwhile */
  publishStaged(caller: Caller, command: TableRef & { branch: string }): Promise<void>
  /** Adds files by the platform's own writer. @throws catalog.file-not-in-one-partition */
  append(caller: Caller, command: TableRef & AppendFiles): Promise<Committed>
  /** Adds files and takes away those that they replace, in one snapshot. */
  replaceFiles(caller: Caller, command: TableRef & ReplaceFiles): Promise<Committed>
  /** @throws catalog.no-such-snapshot */
  scan(caller: Caller, query: TableRef & { at?: At }): Promise<Scan>
  setDocumentation(caller: Caller, command: TableRef & { documentation: string }): Promise<void>

  /** Without gates: a job of the platform itself says what it made, with the change it made. */
  noteRun(tx: SqlTransaction, run: OwnRun): Promise<void>
  /**
   * Without gates: how names are written, whatever their case here. What follows on it passes the
   * gates, and must answer for them as for what is absent.
   */
  spelledNames<Ref extends DatabaseRef & { table?: string }>(ref: Ref): Promise<Ref>
  /** Without gates, for the platform's own bookkeeping; never for what a caller sees. */
  findTable(tableId: string): Promise<Table | undefined>
}

export function createCatalog(deps: CatalogDeps): Catalog {
  const workings = workingsOf(deps)
  return {
    ...bind(workings, glue),
    ...bind(workings, keeping),
    ...bind(workings, knowledge),
    ...bind(workings, viewOperations),
    createDatabase: (caller, command) => createDatabase(workings, caller, command),
    databaseStands: (id) => databaseStands(workings.sql, id),
    getDatabase: (caller, ref) => getDatabase(workings, caller, ref),
    listDatabases: (caller, query) => listDatabases(workings, caller, query),
    updateDatabase: (caller, command) => updateDatabase(workings, caller, command),
    dropDatabase: (caller, command) => dropDatabase(workings, caller, command),
    createTable: (caller, command) => createTable(workings, caller, command),
    stageTable: (caller, command) => stageTable(workings, caller, command),
    registerTable: (caller, command) => registerTable(workings, caller, command),
    loadTable: (caller, ref) => loadTable(workings, caller, ref),
    describeTable: (caller, ref) => describeTable(workings, caller, ref),
    listSnapshots: (caller, query) => listSnapshots(workings, caller, query),
    previewTable: (caller, ref) => previewTable(workings, caller, ref),
    searchTables: (caller, search) => searchTables(workings, caller, search),
    visibleAmong: (caller, refs) => visibleAmong(workings, caller, refs),
    describeTables: (caller, query) => describeTables(workings, caller, query),
    listTables: (caller, query) => listTables(workings, caller, query),
    commitTable: (caller, command) => commitTable(workings, caller, command),
    commitTransaction: (caller, command) => commitTransaction(workings, caller, command),
    renameTable: (caller, command) => renameTable(workings, caller, command),
    dropTable: (caller, command) => dropTable(workings, caller, command),
    vendCredentials: (caller, loaded, client) => vendCredentials(workings, caller, loaded, client),
    stageWrites: (caller, command) => stageWrites(workings, caller, command),
    publishStaged: (caller, command) => publishStaged(workings, caller, command),
    append: (caller, command) => append(workings, caller, command),
    replaceFiles: (caller, command) => replaceFiles(workings, caller, command),
    scan: (caller, query) => scan(workings, caller, query),
    setDocumentation: (caller, command) => setDocumentation(workings, caller, command),
    noteRun,
    spelledNames: (ref) => spelledNames(deps.sql, ref),
    findTable: (tableId) => findTableById(deps.sql, tableId),
  }
}

/** The jobs of this context. */
export function catalogJobs(deps: CatalogDeps): Record<string, JobHandler> {
  const workings = workingsOf(deps)
  return {
    [PURGE_JOB]: inLane('long', purgeFiles(workings)),
    ...adoptionJobs(workings),
    ...maintenanceJobs(workings),
    ...profileJobs(workings),
    ...watchJobs(workings),
  }
}

/** What the catalog itself hears of. */
export function catalogSubscriptions({ sql, clock }: CatalogDeps): Subscription[] {
  return [
    {
      event: 'catalog.table-committed',
      subscriber: 'catalog.profile-commit',
      handle: async (payload) => {
        const { tableId, snapshotId } = payload as { tableId: string; snapshotId?: string }
        if (snapshotId) await queueProfile(sql, tableId, { asked: false, now: clock() })
      },
    },
  ]
}

/** Starts the clock that gives each table its turn; at every start is harmless. */
export async function startCatalog(sql: Sql): Promise<void> {
  await scheduleWatch(sql)
}
