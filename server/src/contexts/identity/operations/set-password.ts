import type { IdentityParts } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { hashPassword, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from '../model/password.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandPrincipal } from '../steps/demand-principal.ts'
import { updatePrincipal } from '../store/principals.ts'

/** Gives a user of the caller's account a password; sessions under the old one end. */
export async function setPassword(
  parts: IdentityParts,
  caller: Caller,
  command: { userName: string; password: string },
): Promise<void> {
  const { userName: name, password } = command
  if (password.length < PASSWORD_LENGTH_MIN || password.length > PASSWORD_LENGTH_MAX)
    throw invalidInput({
      reason: `a password has ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} characters`,
    })
  const action = 'iam:UpdateLoginProfile'
  const user = await demandPrincipal(parts, caller, { kind: 'user', name, action })
  const record = auditOf(caller, { action: 'identity.password-set', resource: user.arn })
  const passwordHash = await hashPassword(password, parts.passwordCost)
  const sessionsValidFrom = parts.clock()
  await mutate(parts, record, (tx) =>
    updatePrincipal(tx, user.id, { passwordHash, sessionsValidFrom }),
  )
}
