import { accountNames } from './account-names.ts'
import { wireEffects, wireGifts } from './effect-wire.ts'
import { operation } from './operation.ts'
import { wireLacks, wireRequest } from './request-wire.ts'

export const getAccessRequest = operation(
  'getAccessRequest',
  async (deps, { caller, params: { id } }) => {
    const request = await deps.governance.getRequest(caller, id)
    const accountOf = await accountNames(deps.identity)
    const { seen, refusal, lacking, approvals } = request
    return {
      ...wireRequest(request, accountOf),
      waitsFor: wireLacks(lacking),
      ...(seen && {
        seen: {
          ...(await wireEffects(deps, caller, seen.effects)),
          gives: await wireGifts(deps, seen.gives),
          digest: seen.digest,
        },
      }),
      ...(refusal !== undefined && { refusal }),
      approvals: approvals.map(({ principal, approvedAt, endsAt, counts }) => ({
        ...{ principal, counts, approvedAt: approvedAt.toISOString() },
        ...(endsAt && { endsAt: endsAt.toISOString() }),
      })),
    }
  },
)
