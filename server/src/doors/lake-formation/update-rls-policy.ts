import { invalidRequest } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'
import { type UpdatePolicyRequest, UpdateRLSPolicy$ } from './row-policy-shapes.ts'

export const updateRLSPolicy = lakeFormationOperation<UpdatePolicyRequest, object>({
  schema: UpdateRLSPolicy$,
  async run({ governance }, caller, { Name, FilterExpression: text }) {
    if (text === undefined) throw invalidRequest({ reason: 'FilterExpression must be given' })
    await governance.updateRowPolicy(caller, { catalogId: caller.accountId, name: Name, text })
    return {}
  },
})
