import type { AccountId, Caller } from '../../identity/index.ts'
import { demandAuditor } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import type { ChainedRecord } from '../model/audit-chain.ts'
import { rulesFor } from '../steps/rules.ts'
import { chainWaiting } from '../store/audit.ts'
import { type AuditSearch, searchRecords } from '../store/audit-search.ts'

const LIMIT_MAX = 1000

export interface SearchAudit extends Omit<AuditSearch, 'limit' | 'dataset' | 'person'> {
  accountId: AccountId
  /** A table by the name that it has now, whatever it was called before; or one that is gone. */
  dataset?: { accountId: string; database: string; table: string }
  /** An ARN, a principal id, or the name of a user of the account. */
  person?: string
  /** An ARN, or the name of a role of the account. */
  role?: string
  limit?: number
}

/**
 * Newest first; `next` is the `before` of the following page. Everything committed is in it.
 *
 * @throws governance.denied for anyone but the admins and read-only admins of the account, or of
 * the one that governs the platform; governance.invalid-input
 */
export async function searchAudit(
  deps: Workings,
  caller: Caller,
  { dataset, person, role, ...search }: SearchAudit,
): Promise<{ records: ChainedRecord[]; next?: number }> {
  const { accountId, principal, resource } = search
  await demandAuditor(deps, caller, accountId)
  if (role !== undefined && principal !== undefined)
    throw invalidInput({ reason: 'Either a role or a principal can be asked for' })
  if (dataset !== undefined && resource !== undefined)
    throw invalidInput({ reason: 'Either a dataset or a resource can be asked for' })
  await chainWaiting(deps)
  const limit = Math.min(search.limit ?? 100, LIMIT_MAX)
  const records = await searchRecords(deps.sql, {
    ...search,
    ...(dataset && { dataset: await namesOf(deps, dataset) }),
    ...(person !== undefined && { person: arnOf(person, { kind: 'user', accountId }) }),
    ...(role !== undefined && { principal: arnOf(role, { kind: 'role', accountId }) }),
    limit,
  })
  const next = records.length === limit ? records.at(-1)?.sequence : undefined
  return next === undefined ? { records } : { records, next }
}

/** How records name a table: by id, by ARN, and its grants by the name that people write. */
async function namesOf(
  deps: Workings,
  { accountId, database, table }: Required<SearchAudit>['dataset'],
): Promise<Required<AuditSearch>['dataset']> {
  const { databaseIds, tableIds } = await rulesFor(deps, [accountId as AccountId])
  const tableId = tableIds.get(`${databaseIds.get(`${accountId}|${database}`)}|${table}`)
  const arn = `arn:aws:glue:${deps.region}:${accountId}:table/${database}/${table}`
  return { catalogId: accountId, name: `${database}.${table}`, arn, ...(tableId && { tableId }) }
}

/** A name is one of the account's; anything else is what the records say. */
function arnOf(
  text: string,
  { kind, accountId }: { kind: 'user' | 'role'; accountId: AccountId },
): string {
  const told = /^arn:|^A(ID|RO)A[A-Z0-9]+(:|$)/.test(text) || text === 'platform'
  return told ? text : `arn:aws:iam::${accountId}:${kind}/${text}`
}
