import type { IdentityParts } from '../deps.ts'
import type { Caller } from '../model/caller.ts'
import { allows } from './allows.ts'

/** ARNs of the roles of the caller’s own account that the caller may assume; writes nothing. */
export async function listAssumableRoles(parts: IdentityParts, caller: Caller): Promise<string[]> {
  const { principalsById } = await parts.directory.current()
  const roles = [...principalsById.values()].filter(
    ({ kind, accountId }) => kind === 'role' && accountId === caller.accountId,
  )
  const open = await Promise.all(
    roles.map(async ({ arn: resource, trust: document, accountId }) => {
      if (!document) return []
      const resourcePolicy = { document, accountId, mustConsent: true }
      const asked = { action: 'sts:AssumeRole', resource, resourcePolicy }
      return (await allows(parts, caller, asked)) ? [resource] : []
    }),
  )
  return open.flat().sort()
}
