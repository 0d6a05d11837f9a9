import type { IdentityParts } from '../deps.ts'
import { limitExceeded } from '../errors.ts'
import type { Caller } from '../model/caller.ts'
import { checkName, checkPath, type Principal, principalArn } from '../model/principal.ts'
import { SESSION_SECONDS_MIN } from '../model/session-seconds.ts'
import { auditOf, mutate } from '../mutation.ts'
import { demand } from '../operations/demand.ts'
import { insertPrincipal } from '../store/principals.ts'
import { type PrincipalKind, titleOf } from './demand-principal.ts'

const PRINCIPALS_MAX = 5000 // IAM quotas: users of an account.

export interface CreateUser {
  name: string
  path?: string
  tags?: Readonly<Record<string, string>>
}

interface NewPrincipal extends CreateUser {
  kind: PrincipalKind
  id: string
  trust?: Principal['trust']
  description?: string
  maxSessionSeconds?: number
}

/** What users and roles are made by: the one gate, quota and record of both. */
export async function createPrincipal(
  parts: IdentityParts,
  caller: Caller,
  entity: NewPrincipal,
): Promise<Principal> {
  const { kind, name, path = '/', tags = {}, maxSessionSeconds = SESSION_SECONDS_MIN } = entity
  checkName(kind, name)
  checkPath(path)
  const { accountId } = caller
  const arn = principalArn({ accountId, kind, path, name })
  await demand(parts, caller, { action: `iam:Create${titleOf(kind)}`, resource: arn })
  const { principalsById } = await parts.directory.current()
  const own = [...principalsById.values()].filter((one) => one.accountId === accountId)
  if (own.length >= PRINCIPALS_MAX)
    throw limitExceeded({ reason: `an account has at most ${PRINCIPALS_MAX} users and roles` })
  const record = auditOf(caller, { action: `identity.${kind}-created`, resource: arn })
  await mutate(parts, record, (tx) =>
    insertPrincipal(tx, {
      ...entity,
      accountId,
      path,
      tags,
      maxSessionSeconds,
      createdAt: parts.clock(),
    }),
  )
  return (await parts.directory.current()).principalsById.get(entity.id)!
}
