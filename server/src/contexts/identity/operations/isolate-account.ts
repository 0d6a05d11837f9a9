import { announce } from '../../../foundation/events.ts'
import type { IdentityParts } from '../deps.ts'
import { invalidInput, noSuchAccount } from '../errors.ts'
import type { AccountId } from '../model/caller.ts'
import type { Account } from '../model/principal.ts'
import { type Actor, auditOf, mutate, refuse } from '../mutation.ts'
import { setIsolated } from '../store/accounts.ts'
import { demand } from './demand.ts'

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

/**
 * Switches an account on again; sessions from before stay valid until they expire.
 *
 * @throws identity.access-denied, identity.no-such-account
 */
export async function releaseAccount(
  parts: IdentityParts,
  actor: Actor,
  { accountId: named }: { accountId: string },
): Promise<void> {
  const action = 'millrace:ReleaseAccount'
  const { account, resource } = await demandAccount(parts, actor, { action, named })
  const { id: accountId } = account
  const record = auditOf(actor, { accountId, action: 'identity.account-released', resource })
  await mutate(parts, record, (tx) => setIsolated(tx, accountId, null))
}

/** An account by id or name, for who may do `action` to it. */
async function demandAccount(
  parts: IdentityParts,
  actor: Actor,
  { action, named }: { action: string; named: string },
): Promise<{ account: Account; resource: string }> {
  const { accounts } = await parts.directory.current()
  const account = accounts.get(named) ?? [...accounts.values()].find(({ name }) => name === named)
  const resource = `arn:aws:millrace:::account/${account?.id ?? named}`
  await demandGoverning(parts, actor, { action, resource })
  if (!account) throw noSuchAccount({ accountId: named })
  return { account, resource }
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
