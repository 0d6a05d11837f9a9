import type { AccountId } from '../../contexts/identity/index.ts'
import { accountNames } from './account-names.ts'
import { pageFrom } from './number-cursor.ts'
import { operation } from './operation.ts'
import { whenRefused } from './when-refused.ts'

/** Those of every account that the caller may see. */
export const listTagExpressions = operation(
  'listTagExpressions',
  async ({ identity, governance }, { caller, query }) => {
    const accountOf = await accountNames(identity)
    const of = (catalogId: AccountId) =>
      whenRefused(governance.listTagExpressions(caller, { catalogId }), [])
    const saved = await Promise.all((await identity.accounts()).map(({ id }) => of(id)))
    const items = saved.flat().map(({ accountId, name, description, expression }) => ({
      ...{ account: accountOf(accountId), name },
      ...(description && { description }),
      expression: expression.map(({ key, values }) => ({ key, values: [...values] })),
    }))
    return pageFrom(items, query)
  },
)
