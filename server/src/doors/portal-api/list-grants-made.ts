import type { QueryOf } from '@millrace/contract'
import type { PermissionRow } from '../../contexts/governance/index.ts'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { accountNames } from './account-names.ts'
import type { PortalApiDeps } from './deps.ts'
import { wireGrant } from './grant-wire.ts'
import { pageFrom } from './number-cursor.ts'
import { operation } from './operation.ts'
import { whenRefused } from './when-refused.ts'

/** In every account’s catalog: what was shared is granted on in the catalog of its owner. */
export const listGrantsMade = operation('listGrantsMade', async (deps, { caller, query }) => {
  const { q = '' } = query
  const accountOf = await accountNames(deps.identity)
  const wanted = q.toLowerCase()
  const grants = (await rowsOf(deps, caller, query))
    .map((row) => wireGrant(row, accountOf))
    .filter(({ on, principal }) => `${on} ${principal}`.toLowerCase().includes(wanted))
  return pageFrom(grants, query)
})

async function rowsOf(
  deps: PortalApiDeps,
  caller: Caller,
  { account, database, table }: QueryOf<'listGrantsMade'>,
): Promise<PermissionRow[]> {
  const { governance, identity } = deps
  if (account && database && table) {
    const resource = { kind: 'table', database, table } as const
    const catalogId = account as AccountId
    return governance.listPermissions(caller, { catalogId, resource, related: true })
  }
  const rows = await Promise.all(
    (await identity.accounts()).map(({ id: catalogId }) =>
      whenRefused(governance.listPermissions(caller, { catalogId }), []),
    ),
  )
  return rows.flat()
}
