import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'
import { wireLacks, wireRequest } from './request-wire.ts'

export const decideAccessRequest = operation(
  'decideAccessRequest',
  async (deps, { caller, params: { id }, body: { decision, digest, note, endsAt } }) => {
    const decided = await deps.governance.decideRequest(caller, {
      id,
      approve: decision === 'grant',
      ...(digest && { digest }),
      ...(note && { note }),
      ...(endsAt && { endsAt: new Date(endsAt) }),
    })
    const accountOf = await accountNames(deps.identity)
    const request = wireRequest({ ...decided, mayDecide: false }, accountOf)
    return { ...request, waitsFor: wireLacks(decided.lacking) }
  },
)
