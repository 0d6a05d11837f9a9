import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import { decideRequest, listRequests, requestAccess } from './operations/access-requests.ts'
import { searchAudit, verifyAudit } from './operations/audit.ts'
import * as filters from './operations/data-filters.ts'
import * as settings from './operations/data-lake-settings.ts'
import { demandVending } from './operations/demand-vending.ts'
import { duties } from './operations/duties.ts'
import { explainAccess } from './operations/explain-access.ts'
import { grantPermissions } from './operations/grant-permissions.ts'
import { listPermissions } from './operations/list-permissions.ts'
import * as locations from './operations/locations.ts'
import * as resourceTags from './operations/resource-tags.ts'
import { revokePermissions } from './operations/revoke-permissions.ts'
import { readerCounts, tableUsage } from './operations/table-usage.ts'
import * as tags from './operations/tags.ts'
import { tagsOfTables } from './operations/tags-of-tables.ts'

type Operation<Input, Output> = (deps: Workings, caller: Caller, input: Input) => Promise<Output>

const operations = {
  grantPermissions,
  revokePermissions,
  listPermissions,
  explainAccess,
  demandVending,
  requestAccess,
  listRequests,
  decideRequest,
  searchAudit,
  tableUsage,
  duties,
  readerCounts,
  tagsOfTables,
  verifyAudit,
  ...settings,
  ...tags,
  ...resourceTags,
  ...filters,
  ...locations,
}

/** The Lake Formation operations, each with its dependencies in place. */
export type Operations = {
  [Name in keyof typeof operations]: (typeof operations)[Name] extends Operation<
    infer Input,
    infer Output
  >
    ? (caller: Caller, input: Input) => Promise<Output>
    : never
}

export function operationsOver(deps: Workings): Operations {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    (caller: Caller, input: never) => operation(deps, caller, input),
  ])
  return Object.fromEntries(bound) as Operations
}
