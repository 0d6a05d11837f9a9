import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const detachUserPolicy = iamOperation<iam.DetachUserPolicyRequest, object>({
  schema: iam.DetachUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyArn }) {
    await identity.detachPolicy(caller, { kind: 'user', name, policyArn: PolicyArn })
    return {}
  },
})
