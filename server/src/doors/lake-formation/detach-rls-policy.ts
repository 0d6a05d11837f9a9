import { lakeFormationOperation } from './operation.ts'
import { type DetachPolicyRequest, DetachRLSPolicy$ } from './row-policy-shapes.ts'
import { attachmentCommand } from './wire-row-policy.ts'

export const detachRLSPolicy = lakeFormationOperation<DetachPolicyRequest, object>({
  schema: DetachRLSPolicy$,
  async run({ governance }, caller, input) {
    const forAll = { word: 'RemoveDefault', everybody: input.RemoveDefault }
    await governance.detachRowPolicy(caller, attachmentCommand(caller, input, forAll))
    return {}
  },
})
