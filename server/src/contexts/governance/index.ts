import type { SqlTransaction } from '../../foundation/sql.ts'
import type { AccountId, Caller } from '../identity/index.ts'
import type { Predicate } from './model/predicate.ts'

export type { Predicate } from './model/predicate.ts'

/** What governance governs; catalog writes it in the transaction of its own change. */
export interface GovernedDatabase {
  id: string
  accountId: AccountId
  name: string
  /** `s3://…`, when the database has one. */
  location?: string
  creatorArn: string
}

export interface GovernedTable {
  id: string
  databaseId: string
  name: string
  location?: string
  creatorArn: string
  columns: readonly GovernedColumn[]
}

/** Top-level columns only. `id` is the Iceberg field id: names may change, ids do not. */
export interface GovernedColumn {
  id: number
  name: string
  /** Iceberg type text: `int`, `decimal(12,2)`, `struct`. */
  type: string
  partitionSource: boolean
}

/** Lake Formation's `Permission` enumeration. */
export type Permission =
  | 'ALL'
  | 'SELECT'
  | 'ALTER'
  | 'DROP'
  | 'DELETE'
  | 'INSERT'
  | 'DESCRIBE'
  | 'CREATE_DATABASE'
  | 'CREATE_TABLE'
  | 'DATA_LOCATION_ACCESS'
  | 'CREATE_LF_TAG'
  | 'ASSOCIATE'
  | 'GRANT_WITH_LF_TAG_EXPRESSION'
  | 'CREATE_LF_TAG_EXPRESSION'

/** What one principal may do with one table, decided against one snapshot. */
export interface TableAccess {
  /** Lake Formation is off for this table and principal: the IAM gate alone decides. */
  iamOnly: boolean
  /** Table-wide permissions; SELECT is there when any column is readable. */
  permissions: ReadonlySet<Permission>
  /** Field ids of the readable columns. */
  columns: ReadonlySet<number>
  /** Rows outside it are not readable at all. */
  rowFilter?: Predicate
  /** A cell is readable where its column's predicate holds, else NULL. */
  cellFilters: ReadonlyMap<number, Predicate>
  /** Not all columns of all rows: reads go to a projection. */
  restricted: boolean
  snapshotVersion: number
}

/** What the contexts below governance use of it; the Lake Formation operations stand beside. */
export interface Governance {
  registerDatabase(tx: SqlTransaction, database: GovernedDatabase): Promise<void>
  /** Registers a table, or replaces what is known of it (name, columns, location). */
  registerTable(tx: SqlTransaction, table: GovernedTable): Promise<void>
  dropDatabase(tx: SqlTransaction, databaseId: string): Promise<void>
  dropTable(tx: SqlTransaction, tableId: string): Promise<void>

  tableAccess(caller: Caller, tableId: string): Promise<TableAccess>
  /** @throws governance.not-found (no DESCRIBE: as if absent), governance.denied */
  demandTable(caller: Caller, tableId: string, permission: Permission): Promise<TableAccess>
  /** @throws governance.not-found, governance.denied */
  demandDatabase(caller: Caller, databaseId: string, permission: Permission): Promise<void>
  /** CREATE_DATABASE on the catalog of an account. @throws governance.denied */
  demandCatalog(caller: Caller, accountId: AccountId, permission: Permission): Promise<void>
  /** Ids of the databases of `accountId` that the caller may DESCRIBE. */
  visibleDatabases(caller: Caller, accountId: AccountId): Promise<ReadonlySet<string>>
  /** Access by table id, of the tables that the caller may DESCRIBE. */
  visibleTables(caller: Caller, databaseId: string): Promise<ReadonlyMap<string, TableAccess>>
  /** May the caller put a table there? @throws governance.denied */
  demandLocation(caller: Caller, location: string): Promise<void>
  /** The registered location that covers `location`, if any: closed to plain IAM access. */
  registeredLocation(location: string): { location: string; accountId: AccountId } | undefined
}
