import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { allows } from './allows.ts'

/** What of running accounts and the platform somebody takes part in. */
export interface Offices {
  /** Sees the people of the account. */
  people: boolean
  /** Sees the inside of the platform: only in the account that governs it. */
  health: boolean
}

export async function offices(parts: IdentityParts, caller: Caller): Promise<Offices> {
  const { accounts } = await parts.directory.current()
  const governs = accounts.get(caller.accountId)?.governing === true
  const may = (action: string) => allows(parts, caller, { action, resource: '*' })
  return {
    people: await may('iam:ListUsers'),
    health: governs && (await may('millrace:ReadHealth')),
  }
}
