import type { AccountId, Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'
import { denied } from './errors.ts'
import { administers } from './model/reach.ts'
import { putDenial } from './record.ts'
import { principalOf, rulesFor } from './steps/rules.ts'

/**
 * Reads the audit of an account: its own administrators, read-only ones too; and those of the
 * account that governs the platform, for every account of the organization.
 *
 * @throws identity.access-denied, governance.denied
 */
export async function demandAuditor(
  deps: Workings,
  caller: Caller,
  accountId: string,
): Promise<void> {
  await deps.identity.demand(caller, { action: 'cloudtrail:LookupEvents', resource: '*' })
  const readable = await readableAudits(deps, caller)
  if (readable.some((id) => id === accountId)) return
  const permission = 'administrator or read-only administrator'
  await putDenial(deps, caller, { permission, resource: `audit of ${accountId}` })
  throw denied({ permission, resource: 'audit' })
}

/** The accounts whose audit the caller reads; none for who administers nothing. */
export async function readableAudits(deps: Workings, caller: Caller): Promise<AccountId[]> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  if (caller.scope || !administers(snapshot, principalOf(caller), 'any')) return []
  const accounts = await deps.identity.accounts()
  const governs = accounts.some(({ id, governing }) => id === caller.accountId && governing)
  const organization = accounts.filter(({ organization: inside }) => inside).map(({ id }) => id)
  const others = governs ? organization.filter((id) => id !== caller.accountId) : []
  return [caller.accountId, ...others]
}
