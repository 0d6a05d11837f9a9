import type { AccountId } from '../../contexts/identity/index.ts'
import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'

export const getUsage = operation('getUsage', async (deps, { caller, params }) => {
  const { account, ...name } = params
  const ref = { ...name, accountId: account as AccountId }
  const { table } = await deps.catalog.describeTable(caller, ref)
  const usage = await deps.governance.tableUsage(caller, { tableId: table.id })
  const accountOf = await accountNames(deps.identity)
  return {
    ...usage,
    readers: usage.readers.map(({ principal, accountId, reads, lastReadAt }) => ({
      ...{ principal, reads },
      account: accountOf(accountId),
      lastReadAt: lastReadAt.toISOString(),
    })),
  }
})
