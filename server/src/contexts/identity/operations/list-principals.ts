import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import type { Principal } from '../model/principal.ts'
import { type PrincipalKind, titleOf } from '../steps/demand-principal.ts'
import { demand } from './demand.ts'

/** In order of their names. @throws identity.access-denied */
export async function listPrincipals(
  parts: IdentityParts,
  caller: Caller,
  wanted: { kind: PrincipalKind; pathPrefix?: string },
): Promise<Principal[]> {
  const { kind, pathPrefix = '/' } = wanted
  const resource = `arn:aws:iam::${caller.accountId}:${kind}${pathPrefix}`
  await demand(parts, caller, { action: `iam:List${titleOf(kind)}s`, resource })
  const { principalsById } = await parts.directory.current()
  return [...principalsById.values()]
    .filter((one) => one.kind === kind && one.accountId === caller.accountId)
    .filter(({ path }) => path.startsWith(pathPrefix))
}
