import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demandKey, demandUser } from '../steps/access-keys.ts'
import { deleteKey } from '../store/access-keys.ts'

/** @throws identity.access-denied, identity.no-such-user, identity.no-such-access-key */
export async function deleteAccessKey(
  parts: IdentityParts,
  caller: Caller,
  command: { userName: string; accessKeyId: string },
): Promise<void> {
  const { userName, accessKeyId } = command
  const user = await demandUser(parts, caller, { name: userName, action: 'iam:DeleteAccessKey' })
  await demandKey(parts, user, accessKeyId)
  const record = auditOf(caller, {
    action: 'identity.access-key-deleted',
    resource: user.arn,
    detail: { accessKeyId },
  })
  await mutate(parts, record, (tx) => deleteKey(tx, accessKeyId))
}
