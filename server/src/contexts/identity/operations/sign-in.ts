import { type AuditRecord, putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import { accountIsolated, wrongPassword } from '../errors.ts'
import type { Caller, Origin } from '../model/caller.ts'
import { PASSWORD_LENGTH_MAX, passwordFits } from '../model/password.ts'
import { callerOfUser } from '../steps/caller-of-user.ts'
import { passwordHashOf } from '../store/principals.ts'
import { guess } from './guess.ts'

/**
 * A user by password, for the portal; `account` is an id or a name.
 *
 * @throws identity.wrong-password, identity.account-isolated, identity.too-many-guesses
 */
export async function signIn(
  parts: IdentityParts,
  presented: { account: string; userName: string; password: string },
  from: Origin,
): Promise<Caller> {
  const issuedAt = parts.clock()
  const { account: named, userName, password } = presented
  const { accounts, principalsById } = await parts.directory.current()
  const account = [...accounts.values()].find(({ id, name }) => id === named || name === named)
  const user = [...principalsById.values()].find(
    (one) => one.kind === 'user' && one.accountId === account?.id && one.name === userName,
  )
  const name = `${account?.id ?? named}/${userName}`
  const fits = await guess(parts, { name, from }, async () => {
    const hash = user && (await passwordHashOf(parts.sql, user.id))
    return (await passwordFits(password.slice(0, PASSWORD_LENGTH_MAX + 1), hash)) || undefined
  })
  const signedIn = fits === true && user !== undefined && !account?.isolatedAt
  const record: AuditRecord = {
    accountId: account?.id ?? 'platform',
    actor: user?.arn ?? 'anonymous',
    principal: user?.arn ?? 'anonymous',
    action: 'identity.signed-in',
    resource: user?.arn ?? 'portal',
    decision: signedIn ? 'allowed' : 'denied',
  }
  await transaction(parts.sql, (tx) => putAudit(tx, [record]))
  if (!fits || !user) throw wrongPassword({})
  if (!signedIn) throw accountIsolated({ accountId: user.accountId })
  return callerOfUser(user, { accessKeyId: 'password', issuedAt })
}
