import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { administers } from '../model/reach.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { accountsNaming } from '../store/approval-rules.ts'

/** What of governing somebody takes part in. */
export interface Duties {
  /** Grants and decides on requests, or approves some by a rule. */
  approves: boolean
  /** Sees and changes the grants of the account. */
  grants: boolean
  /** Sees the tags of the account. */
  tags: boolean
  /** Reads the audit of the account. */
  audits: boolean
}

/** The caller's part in the governance of their account. */
export async function duties(deps: Workings, caller: Caller, _all: object): Promise<Duties> {
  const snapshot = await rulesFor(deps, [caller.accountId])
  const principal = principalOf(caller)
  const may = (action: string) => deps.identity.allows(caller, { action, resource: '*' })
  const named = async () => (await accountsNaming(deps.sql, caller.principalArn)).length > 0
  return {
    approves:
      (administers(snapshot, principal, 'admin') || (await named())) &&
      (await may('lakeformation:GrantPermissions')),
    grants: administers(snapshot, principal, 'any') && (await may('lakeformation:ListPermissions')),
    tags: await may('lakeformation:ListLFTags'),
    audits: administers(snapshot, principal, 'any') && (await may('cloudtrail:LookupEvents')),
  }
}
