import type { Pool } from 'pg'
import type { JobHandler } from '../../foundation/jobs.ts'
import type { SqlTransaction } from '../../foundation/sql.ts'
import type { AccountId, Caller } from '../identity/index.ts'
import type { GovernanceDeps, Workings } from './deps.ts'
import { lifeOf } from './life.ts'
import { registeredAt } from './model/decide-others.ts'
import type { IsolationFacts, IsolationReport } from './model/isolation-report.ts'
import type { Permission } from './model/permission.ts'
import type { GovernedDatabase, GovernedTable } from './model/register.ts'
import type { TableAccess } from './operations/demand.ts'
import * as demand from './operations/demand.ts'
import { listAudits } from './operations/list-audits.ts'
import * as register from './operations/register.ts'
import { isolationReport, reportIsolation } from './operations/report-isolation.ts'
import { type Operations, operationsOver } from './operations.ts'
import { openSnapshots } from './store/snapshots.ts'

export type { GovernanceDeps } from './deps.ts'
export type { AssignmentCommand, TagPair } from './model/assignment-changes.ts'
export type { ChainedRecord } from './model/audit-chain.ts'
export type { ConsideredGrant, Explanation } from './model/explain.ts'
export type { FilterCommand, FilterName } from './model/filter-changes.ts'
export type { Expression } from './model/grant.ts'
export type { GrantCommand } from './model/grant-changes.ts'
export type { IsolationReport } from './model/isolation-report.ts'
export type { GrantableKind, Permission } from './model/permission.ts'
export type { Predicate } from './model/predicate.ts'
export type { GovernedColumn, GovernedDatabase, GovernedTable } from './model/register.ts'
export type { ResourceName } from './model/resource-name.ts'
export type { RegisteredLocation, Settings, Tag } from './model/world.ts'
export type { ListedRequest, RequestBox } from './operations/access-requests.ts'
export type { NamedFilter } from './operations/data-filters.ts'
export type { TableAccess } from './operations/demand.ts'
export type { ExplainQuery } from './operations/explain-access.ts'
export type { PermissionRow, PermissionsQuery } from './operations/list-permissions.ts'
export type { ResourceTags, VisibleTag } from './operations/resource-tags.ts'
export type { TableUsage } from './operations/table-usage.ts'
export type { TagsOfTable } from './operations/tags-of-tables.ts'
export type { AccessRequest } from './store/requests.ts'

/** What the contexts below governance use of it, and the Lake Formation operations. */
export interface Governance extends Operations {
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
  /** The accounts whose audit the caller may read, its own first. @throws governance.denied */
  listAudits(caller: Caller): Promise<AccountId[]>
  /** Handlers of governance's jobs, for `startJobs`. */
  jobs: Record<string, JobHandler>
  /** Once after each start: listens for other servers' changes, and orders the audit job. */
  start(pool: Pool): Promise<void>
  close(): void
  /** What a switched-off account could read and did; see the file. */
  reportIsolation(
    facts: IsolationFacts & { principals: readonly string[] },
  ): Promise<IsolationReport>
  isolationReport(accountId: string): Promise<IsolationReport | undefined>
  /** The registered location that covers `location`, if any: closed to plain IAM access. */
  registeredLocation(location: string): { location: string; accountId: AccountId } | undefined
}

/** Reads all rules into memory before it returns; decisions never wait for the database. */
export async function createGovernance(given: GovernanceDeps): Promise<Governance> {
  const accounts = () => given.identity.accounts()
  const deps: Workings = { ...given, snapshots: await openSnapshots(given.sql, accounts) }
  return {
    ...operationsOver(deps),
    registerDatabase: (tx, database) => register.registerDatabase(deps, tx, database),
    registerTable: (tx, table) => register.registerTable(deps, tx, table),
    dropDatabase: (tx, databaseId) => register.dropDatabase(deps, tx, databaseId),
    dropTable: (tx, tableId) => register.dropTable(deps, tx, tableId),
    tableAccess: (caller, tableId) => demand.tableAccess(deps, caller, tableId),
    demandTable: (caller, id, permission) => demand.demandTable(deps, caller, id, permission),
    demandDatabase: (caller, id, permission) => demand.demandDatabase(deps, caller, id, permission),
    demandCatalog: (caller, id, permission) => demand.demandCatalog(deps, caller, id, permission),
    visibleDatabases: (caller, accountId) => demand.visibleDatabases(deps, caller, accountId),
    visibleTables: (caller, databaseId) => demand.visibleTables(deps, caller, databaseId),
    demandLocation: (caller, location) => demand.demandLocation(deps, caller, location),
    listAudits: (caller) => listAudits(deps, caller),
    reportIsolation: (facts) => reportIsolation(deps, facts),
    isolationReport: (accountId) => isolationReport(deps, accountId),
    ...lifeOf(deps),
    registeredLocation: (location) => registeredAt(deps.snapshots.current(), location),
  }
}
