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
    const over = { mayDecide: false, mayGrant: false }
    const request = wireRequest({ ...decided, ...over }, accountOf)
    return { ...request, waitsFor: wireLacks(decided.lacking) }
  },
)
