import { accountNames } from './account-names.ts'
import { wireGrant } from './grant-wire.ts'
import { operation } from './operation.ts'

export const listEndingGrants = operation('listEndingGrants', async (deps, { caller }) => {
  const rows = await deps.governance.endingGrants(caller, {})
  const accountOf = await accountNames(deps.identity)
  return { items: rows.map((row) => wireGrant(row, accountOf)) }
})
