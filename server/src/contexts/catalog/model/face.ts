import type { TableAccess } from '../../governance/index.ts'
import type { AccountId, Credentials, VendedScope } from '../../identity/index.ts'
import type { WrittenFile } from './data-file.ts'
import type { GivenDefinition } from './external-table.ts'
import type { TableFile } from './manifest.ts'
import type { SortField, TableMetadata, UnboundPartitionField } from './metadata.ts'
import type { Schema } from './schema.ts'
import type { DatabaseTarget, Table, TableTarget } from './table.ts'
import type { TableRequirement, TableUpdate } from './table-update.ts'
import type { Dataset, View, ViewMetadata, ViewRepresentation, ViewVersion } from './view.ts'
import type { ViewRequirement, ViewUpdate } from './view-update.ts'

export interface DatabaseRef {
  /** The catalog: each account has its own. */
  accountId: AccountId
  database: string
}

export interface TableRef extends DatabaseRef {
  table: string
}

export interface PageRequest {
  size?: number
  /** As the page before gave it. */
  token?: string
}

export interface Page<Item> {
  items: Item[]
  next?: string
}

export interface CreateDatabase extends DatabaseRef {
  /** It becomes a resource link. */
  target?: DatabaseTarget
  location?: string
  description?: string
  properties?: Record<string, string>
}

export interface DropDatabase extends DatabaseRef {
  /** Its tables and views go too. */
  withTables?: boolean
}

/** All of a database but its name and its tables. */
export interface ReplaceDatabase extends DatabaseRef {
  location?: string
  description?: string
  properties: Record<string, string>
}

export interface ListDatabases extends PageRequest {
  accountId: AccountId
  /** Only those right within this one; within none where it is empty. */
  within?: string
}

export interface CreateTable extends TableRef {
  schema: Schema
  partitionSpec?: { fields: UnboundPartitionField[] }
  sortOrder?: { fields: SortField[] }
  /** Without one the table goes below its database's location, or into the default warehouse. */
  location?: string
  properties?: Record<string, string>
}

export interface CreateTableLink extends TableRef {
  target: TableTarget
}

export interface DescribeTables extends DatabaseRef, PageRequest {
  /** Only tables with such a name. */
  named?(name: string): boolean
}

/** External tables are none to who knows Iceberg alone. */
export interface DescribeTable extends TableRef {
  only?: 'iceberg'
}

export interface DropTable extends TableRef {
  /** Its files go too, where it is an Iceberg table. */
  purge?: boolean
  /** Also where it is an external table, or a view. */
  anyKind?: boolean
}

export interface CreateExternalTable extends TableRef {
  definition: GivenDefinition
}

export interface UpdateExternalTable extends TableRef {
  definition: GivenDefinition
  /** The version that it is thought to have. */
  version?: number
  /** Is the version before kept? */
  archived: boolean
}

export interface RegisterTable extends TableRef {
  /** The metadata file that says what the table is; it and all of the table lie there already. */
  metadataLocation: string
}

/** What Glue's own clients of Iceberg say of a table that they have changed. */
export interface RepointTable extends TableRef {
  /** The metadata file that they wrote; without one nothing but properties changes. */
  metadataLocation?: string
  /** All of them. */
  properties: Record<string, string>
  /** Names of the columns, in order, where they are said. */
  columns?: readonly string[]
  /** The version that it is thought to have. */
  version?: number
}

/** Statistics of columns of a table, or of one partition of it. */
export interface StatisticsOf extends TableRef {
  partition?: readonly string[]
}

/** What an engine says it can hide from who it reads for. */
export interface EngineSupport {
  columns: boolean
  /** Rows and single cells. */
  cells: boolean
  /** The same by fields of structs. */
  nested: boolean
}

export interface ViewRef extends DatabaseRef {
  view: string
}

export interface CreateView extends ViewRef {
  schema: Schema
  version: ViewVersion
  /** Without one its metadata goes where a table's would. */
  location?: string
  properties?: Record<string, string>
}

export interface RegisterView extends ViewRef {
  metadataLocation: string
}

export interface CommitView {
  requirements: readonly ViewRequirement[]
  updates: readonly ViewUpdate[]
}

export interface LoadedView {
  view: View
  metadata: ViewMetadata
}

export interface CommitTable {
  requirements: readonly TableRequirement[]
  updates: readonly TableUpdate[]
}

/** A table as one caller sees it: the base, or a projection where some of it is closed to them. */
export interface LoadedTable {
  table: Table
  metadata: TableMetadata
  metadataLocation: string
  /** Where its files lie: what credentials are vended for. */
  location: string
  access: TableAccess
  projected: boolean
}

/** A table to come: its place is looked for and its metadata made, and nothing else is there. */
export interface StagedTable {
  ref: TableRef
  metadata: TableMetadata
  location: string
  /** What keys for its place end with. */
  staged: NonNullable<VendedScope['staged']>
}

export interface VendedCredentials {
  /** `s3://…/`, the only place that they open. */
  prefix: string
  credentials: Credentials
  /** Where they open it, if past the platform. */
  direct?: FarEndpoint
}

/** An S3 endpoint that is not the platform's. */
export interface FarEndpoint {
  /** AWS's own of the region where left out. */
  endpoint?: string
  region: string
}

export interface NamedCommit {
  /** Names this commit: the same key a second time changes nothing and answers the first. */
  commitKey: string
  /** Kept in the summary of the snapshot. */
  properties?: Record<string, string>
}

export interface AppendFiles extends NamedCommit {
  /** At paths from `storage.stagingPath()`; they are moved, not copied. */
  files: readonly WrittenFile[]
}

export interface ReplaceFiles extends AppendFiles {
  /** True for a file that these replace; `addedBy`: the summary of the snapshot it came with. */
  replaces(file: TableFile, addedBy: Readonly<Record<string, string>> | undefined): boolean
  /** Of files that hold other rows beside them, as compacted ones do. */
  rows?: ReplacedRows
}

/** Rows with one of these values in a column of 64-bit integers. */
export interface ReplacedRows {
  /** Its field id. */
  column: number
  values: readonly bigint[]
}

export interface Committed {
  snapshotId: bigint
  committedAt: Date
  /** False when the commit key was known already. */
  fresh: boolean
}

/** Which state of a table: the newest one, unless something is said. `asOf` is availability. */
export interface At {
  snapshotId?: bigint
  asOf?: Date
}

/** The files of one state of a table, on this host, until it is disposed of. */
export interface Scan extends AsyncDisposable {
  schema: Schema
  snapshotId: bigint | undefined
  committedAt: Date | undefined
  recordCount: number
  files: readonly { path: string; file: TableFile }[]
  /** What `openDuckdb` must be given to read them. */
  paths: readonly string[]
  /** A relation of DuckDB's SQL with the columns of `schema`, by field id. */
  relation: string
}

export interface TableDescription {
  table: Dataset
  /** Only the columns that the caller may read. */
  schema: Schema
  partitionSpec: readonly UnboundPartitionField[]
  properties: Record<string, string>
  /** What a view says, one text a dialect, where all of its columns are open to the caller. */
  texts?: readonly ViewRepresentation[]
  snapshot?: { id: bigint; committedAt: Date; summary: Record<string, string> }
  access: TableAccess
  /** What its caller reads of it. */
  reading: 'all' | 'part' | 'none'
  /** May its caller write its documentation? */
  mayDocument: boolean
}
