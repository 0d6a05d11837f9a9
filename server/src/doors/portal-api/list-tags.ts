import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'

/** The tags that the caller may see, own and shared. */
export const listTags = operation('listTags', async (deps, { caller }) => {
  const accountOf = await accountNames(deps.identity)
  const catalogId = caller.accountId
  const tags = await deps.governance.listTags(caller, { catalogId, shared: 'ALL' })
  return {
    items: tags.map(({ accountId, key, values }) => ({
      account: accountOf(accountId),
      key,
      values: values.map((value) => ({ value })),
    })),
  }
})
