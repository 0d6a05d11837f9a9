import { announce } from '../../../foundation/events.ts'
import type { IdentityParts } from '../deps.ts'
import { invalidInput, noSuchAccount } from '../errors.ts'
import { type Actor, auditOf, mutate, refuse } from '../mutation.ts'
import { setIsolated } from '../store/accounts.ts'
import { demand } from './demand.ts'

/**
 * Switches an account off: every key, token and vended credential of it stops within a second,
 * and `identity.account-isolated` tells later contexts to end what runs for it.
 *
 * @throws identity.access-denied, identity.no-such-account, identity.invalid-input
 */
export async function isolateAccount(
  parts: IdentityParts,
  actor: Actor,
  command: { accountId: string; reason?: string },
): Promise<{ isolatedAt: Date }> {
  const { accountId, reason } = command
  const resource = `arn:aws:millrace:::account/${accountId}`
  await demandGoverning(parts, actor, { action: 'millrace:IsolateAccount', resource })
  const account = (await parts.directory.current()).accounts.get(accountId)
  if (!account) throw noSuchAccount({ accountId })
  if (account.governing)
    throw invalidInput({ reason: 'the account that governs the platform cannot be switched off' })
  const isolatedAt = account.isolatedAt ?? parts.clock()
  const action = 'identity.account-isolated'
  const record = auditOf(actor, { accountId, action, resource, detail: { reason } })
  await mutate(parts, record, async (tx) => {
    await setIsolated(tx, accountId, isolatedAt)
    await announce(tx, 'identity.account-isolated', {
      accountId,
      isolatedAt: isolatedAt.toISOString(),
    })
  })
  return { isolatedAt }
}

/**
 * Switches an account on again; sessions from before stay valid until they expire.
 *
 * @throws identity.access-denied, identity.no-such-account
 */
export async function releaseAccount(
  parts: IdentityParts,
  actor: Actor,
  { accountId }: { accountId: string },
): Promise<void> {
  const resource = `arn:aws:millrace:::account/${accountId}`
  await demandGoverning(parts, actor, { action: 'millrace:ReleaseAccount', resource })
  const record = auditOf(actor, { accountId, action: 'identity.account-released', resource })
  await mutate(parts, record, (tx) => setIsolated(tx, accountId, null))
}

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
