import { announce } from '../../../foundation/events.ts'
import type { IdentityParts } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import type { AccountId } from '../model/caller.ts'
import { type Actor, auditOf, mutate } from '../mutation.ts'
import { demandAccount } from '../steps/demand-account.ts'
import { setIsolated } from '../store/accounts.ts'

export interface Isolation {
  account: { id: AccountId; name: string }
  isolatedAt: Date
  /** ARNs of its users and roles. */
  principals: readonly string[]
}

/**
 * Switches an account off, by id or name: every key, token and vended credential of it stops within
 * a second, and `identity.account-isolated` tells later contexts to end what runs for it.
 *
 * @throws identity.access-denied, identity.no-such-account, identity.invalid-input
 */
export async function isolateAccount(
  parts: IdentityParts,
  actor: Actor,
  command: { accountId: string; reason?: string },
): Promise<Isolation> {
  const { accountId: named, reason } = command
  const action = 'millrace:IsolateAccount'
  const { account, resource } = await demandAccount(parts, actor, { action, named })
  const { id: accountId, name } = account
  if (account.governing)
    throw invalidInput({ reason: 'the account that governs the platform cannot be switched off' })
  const isolatedAt = account.isolatedAt ?? parts.clock()
  const done = { accountId, action: 'identity.account-isolated', resource, detail: { reason } }
  const record = auditOf(actor, done)
  await mutate(parts, record, async (tx) => {
    await setIsolated(tx, accountId, isolatedAt)
    await announce(tx, 'identity.account-isolated', {
      accountId,
      isolatedAt: isolatedAt.toISOString(),
    })
  })
  const { principalsById } = await parts.directory.current()
  const principals = [...principalsById.values()]
    .filter((one) => one.accountId === accountId)
    .map(({ arn }) => arn)
  return { account: { id: accountId, name }, isolatedAt, principals }
}
