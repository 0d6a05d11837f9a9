import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'
import { wireRequest } from './request-wire.ts'

export const decideAccessRequest = operation(
  'decideAccessRequest',
  async (deps, { caller, params: { id }, body: { decision, note, endsAt } }) => {
    const decided = await deps.governance.decideRequest(caller, {
      id,
      approve: decision === 'grant',
      ...(note && { note }),
      ...(endsAt && { endsAt: new Date(endsAt) }),
    })
    const accountOf = await accountNames(deps.identity)
    return wireRequest({ ...decided, mayDecide: false }, accountOf)
  },
)
