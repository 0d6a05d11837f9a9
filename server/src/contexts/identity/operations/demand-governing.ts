import type { IdentityParts } from '../deps.ts'
import { type Actor, refuse } from '../mutation.ts'
import { demand } from './demand.ts'

/** Only callers of the governing account act on other accounts, whatever their policies say. */
export async function demandGoverning(
  parts: IdentityParts,
  actor: Actor,
  request: { action: string; resource: string },
): Promise<void> {
  if (actor === 'platform') return
  const { accounts } = await parts.directory.current()
  if (!accounts.get(actor.accountId)?.governing) await refuse(parts, actor, request)
  await demand(parts, actor, request)
}
