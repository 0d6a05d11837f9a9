import { lakeFormationOperation } from './operation.ts'
import { type AttachPolicyRequest, AttachRLSPolicy$ } from './row-policy-shapes.ts'
import { attachmentCommand } from './wire-row-policy.ts'

export const attachRLSPolicy = lakeFormationOperation<AttachPolicyRequest, object>({
  schema: AttachRLSPolicy$,
  async run({ governance }, caller, input) {
    const forAll = { word: 'SetDefault', everybody: input.SetDefault }
    await governance.attachRowPolicy(caller, attachmentCommand(caller, input, forAll))
    return {}
  },
})
