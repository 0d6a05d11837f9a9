import type { IdentityParts } from '../deps.ts'
import { noSuchRole, noSuchUser } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { type Principal, principalArn } from '../model/principal.ts'
import { demand } from '../operations/demand.ts'

export type PrincipalKind = 'user' | 'role'

export interface PrincipalName {
  kind: PrincipalKind
  name: string
}

/** The gate first: who may not ask does not learn whether the name exists. */
export async function demandPrincipal(
  parts: IdentityParts,
  caller: Caller,
  wanted: PrincipalName & { action: string },
): Promise<Principal> {
  const { kind, name, action } = wanted
  const { accountId } = caller
  const { principalsById } = await parts.directory.current()
  const found = [...principalsById.values()].find(
    (one) => one.kind === kind && one.accountId === accountId && sameName(one.name, name),
  )
  const resource = found?.arn ?? principalArn({ accountId, kind, path: '/', name })
  await demand(parts, caller, { action, resource })
  if (!found) throw kind === 'user' ? noSuchUser({ name }) : noSuchRole({ name })
  return found
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

export function titleOf(kind: PrincipalKind): 'User' | 'Role' {
  return kind === 'user' ? 'User' : 'Role'
}
