import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'
import { wireRequest } from './request-wire.ts'

export const listAccessRequests = operation(
  'listAccessRequests',
  async (deps, { caller, query: { box, cursor, limit } }) => {
    const accountOf = await accountNames(deps.identity)
    const { items, next } = await deps.governance.listRequests(caller, {
      box,
      ...(cursor && { before: cursor }),
      ...(limit && { size: limit }),
    })
    return {
      items: items.map((request) => wireRequest(request, accountOf)),
      ...(next && { nextCursor: next }),
    }
  },
)
