import { type AuditRecord, putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { IdentityParts } from '../deps.ts'
import { accountIsolated, invalidInput, wrongPassword } from '../errors.ts'
import type { Caller, Origin } from '../model/caller.ts'
import { hashPassword, passwordFits } from '../model/password.ts'
import { auditOf, mutate } from '../mutation.ts'
import { passwordHashOf, updatePrincipal } from '../store/principals.ts'
import { callerOfUser } from './authenticate.ts'
import { guess } from './guess.ts'
import { demandPrincipal } from './principals.ts'

const LENGTH_MIN = 12
const LENGTH_MAX = 256

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
  const { account: named, userName, password } = presented
  const { accounts, principalsById } = await parts.directory.current()
  const account = [...accounts.values()].find(({ id, name }) => id === named || name === named)
  const user = [...principalsById.values()].find(
    (one) => one.kind === 'user' && one.accountId === account?.id && one.name === userName,
  )
  const name = `${account?.id ?? named}/${userName}`
  const fits = await guess(parts, { name, from }, async () => {
    const hash = user && (await passwordHashOf(parts.sql, user.id))
    return (await passwordFits(password.slice(0, LENGTH_MAX + 1), hash)) || undefined
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
  return callerOfUser(user, 'password')
}

/** Gives a user of the caller's account a password; sessions under the old one end. */
export async function setPassword(
  parts: IdentityParts,
  caller: Caller,
  command: { userName: string; password: string },
): Promise<void> {
  const { userName: name, password } = command
  if (password.length < LENGTH_MIN || password.length > LENGTH_MAX)
    throw invalidInput({ reason: `a password has ${LENGTH_MIN} to ${LENGTH_MAX} characters` })
  const action = 'iam:UpdateLoginProfile'
  const user = await demandPrincipal(parts, caller, { kind: 'user', name, action })
  const record = auditOf(caller, { action: 'identity.password-set', resource: user.arn })
  const passwordHash = await hashPassword(password)
  const sessionsValidFrom = parts.clock()
  await mutate(parts, record, (tx) =>
    updatePrincipal(tx, user.id, { passwordHash, sessionsValidFrom }),
  )
}
