import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'

export const attachUserPolicy = iamOperation<iam.AttachUserPolicyRequest, object>({
  schema: iam.AttachUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyArn }) {
    await identity.attachPolicy(caller, { kind: 'user', name, policyArn: PolicyArn })
    return {}
  },
})
