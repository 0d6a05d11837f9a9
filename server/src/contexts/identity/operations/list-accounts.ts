import type { IdentityParts } from '../deps.ts'
import type { Account } from '../model/principal.ts'
import type { Actor } from '../mutation.ts'
import { allows } from './allows.ts'

/**
 * The accounts that `actor` may know of: their own, and every one for who governs the platform and
 * may list them.
 */
export async function listAccounts(parts: IdentityParts, actor: Actor): Promise<Account[]> {
  const { accounts } = await parts.directory.current()
  const all = [...accounts.values()]
  if (actor === 'platform') return all
  const request = { action: 'organizations:ListAccounts', resource: '*' }
  const governs = accounts.get(actor.accountId)?.governing && (await allows(parts, actor, request))
  return governs ? all : all.filter(({ id }) => id === actor.accountId)
}
