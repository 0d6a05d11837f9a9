import { randomText } from '../../../foundation/ids.ts'
import type { IdentityParts } from '../deps.ts'
import { noSuchAccessKey } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import type { AccessKey, Principal } from '../model/principal.ts'
import { seal } from '../model/seal.ts'
import { demandPrincipal } from './demand-principal.ts'

/** An access key as it is made; its secret is told once. */
export function makeKey(parts: IdentityParts) {
  const secretAccessKey = randomText(40)
  return {
    id: `AKIA${randomText(16, 'upper')}`,
    secretAccessKey,
    sealedSecret: seal(parts.sealKey, 'access-key', Buffer.from(secretAccessKey)),
    createdAt: parts.clock(),
  }
}

export function demandUser(
  parts: IdentityParts,
  caller: Caller,
  wanted: { name: string; action: string },
): Promise<Principal> {
  return demandPrincipal(parts, caller, { kind: 'user', ...wanted })
}

export async function keysOf(parts: IdentityParts, user: Principal): Promise<AccessKey[]> {
  const { keys } = await parts.directory.current()
  return [...keys.values()]
    .filter(({ principalId }) => principalId === user.id)
    .map(({ sealedSecret: _, ...key }) => key)
}

export async function demandKey(parts: IdentityParts, user: Principal, id: string): Promise<void> {
  const own = await keysOf(parts, user)
  if (!own.some((key) => key.id === id)) throw noSuchAccessKey({ accessKeyId: id })
}
