import type { Area, Me } from '@millrace/contract'
import type { Caller } from '../../contexts/identity/index.ts'
import type { PortalApiDeps } from './deps.ts'

/** The action that stands for a part of the portal; parts without one are everybody's. */
const AREAS: readonly { area: Area; action?: string }[] = [
  { area: 'discover' },
  { area: 'vendors' },
  { area: 'deliveries' },
  { area: 'trials' },
  { area: 'pipelines' },
  { area: 'compute', action: 'servicecatalog:SearchProducts' },
  { area: 'access' },
  { area: 'approvals', action: 'lakeformation:GrantPermissions' },
  { area: 'tags', action: 'lakeformation:ListLFTags' },
  { area: 'audit', action: 'cloudtrail:LookupEvents' },
  { area: 'accounts', action: 'iam:ListUsers' },
  { area: 'health', action: 'millrace:ReadHealth' },
]

/** The caller as the portal shows them, with the parts of it that they have a use for. */
export async function describeMe(deps: PortalApiDeps, caller: Caller): Promise<Me> {
  const accounts = await deps.identity.accounts()
  const open = await Promise.all(
    AREAS.map(async ({ area, action }) =>
      !action || (await deps.identity.allows(caller, { action, resource: '*' })) ? [area] : [],
    ),
  )
  const own = accounts.find(({ id }) => id === caller.accountId)
  return {
    name: caller.principalArn.split('/').at(-1) ?? caller.principalArn,
    arn: caller.arn,
    kind: caller.principalArn.includes(':role/') ? 'role' : 'user',
    account: { id: caller.accountId, name: own?.name ?? caller.accountId },
    areas: open.flat(),
    ...(caller.expiresAt ? { signedInUntil: caller.expiresAt.toISOString() } : {}),
  }
}
