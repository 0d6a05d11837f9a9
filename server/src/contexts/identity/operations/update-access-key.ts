import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandKey, demandUser } from '../steps/access-keys.ts'
import { setKeyActive } from '../store/access-keys.ts'

/** @throws identity.access-denied, identity.no-such-user, identity.no-such-access-key */
export async function updateAccessKey(
  parts: IdentityParts,
  caller: Caller,
  command: { userName: string; accessKeyId: string; active: boolean },
): Promise<void> {
  const { userName, accessKeyId: id, active } = command
  const user = await demandUser(parts, caller, { name: userName, action: 'iam:UpdateAccessKey' })
  await demandKey(parts, user, id)
  const record = auditOf(caller, {
    action: 'identity.access-key-updated',
    resource: user.arn,
    detail: { accessKeyId: id, active },
  })
  await mutate(parts, record, (tx) => setKeyActive(tx, { id, active }))
}
