import { accountNames } from './account-names.ts'
import { wireGrant } from './grant-wire.ts'
import { operation } from './operation.ts'
import { whenRefused } from './when-refused.ts'

/** The grants of one principal, the caller unless named, in every account's catalog. */
export const listGrants = operation('listGrants', async (deps, { caller, query }) => {
  const principal = query.principal ?? caller.principalArn
  const accounts = await deps.identity.accounts()
  const rows = await Promise.all(
    accounts.map(({ id: catalogId }) =>
      whenRefused(deps.governance.listPermissions(caller, { catalogId, principal }), []),
    ),
  )
  const accountOf = await accountNames(deps.identity)
  return { items: rows.flat().map((row) => wireGrant(row, accountOf)) }
})
