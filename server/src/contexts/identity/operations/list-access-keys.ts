import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import type { AccessKey } from '../model/principal.ts'
import { demandUser, keysOf } from '../steps/access-keys.ts'

/** @throws identity.access-denied, identity.no-such-user */
export async function listAccessKeys(
  parts: IdentityParts,
  caller: Caller,
  { userName }: { userName: string },
): Promise<AccessKey[]> {
  const user = await demandUser(parts, caller, { name: userName, action: 'iam:ListAccessKeys' })
  return keysOf(parts, user)
}
