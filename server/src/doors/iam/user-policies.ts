import * as iam from '@aws-sdk/client-iam'
import { encodedDocument, iamOperation, pageOf, wireAttachment } from './operation.ts'

const kind = 'user'

export const putUserPolicy = iamOperation<iam.PutUserPolicyRequest, object>({
  schema: iam.PutUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyName, PolicyDocument: text }) {
    await identity.putInlinePolicy(caller, { kind, name, policyName: PolicyName, text })
    return {}
  },
})

export const getUserPolicy = iamOperation<iam.GetUserPolicyRequest, iam.GetUserPolicyResponse>({
  schema: iam.GetUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyName }) {
    const text = await identity.getInlinePolicy(caller, { kind, name, policyName: PolicyName })
    return { UserName: name, PolicyName, PolicyDocument: encodedDocument(text) }
  },
})

export const listUserPolicies = iamOperation<
  iam.ListUserPoliciesRequest,
  iam.ListUserPoliciesResponse
>({
  schema: iam.ListUserPolicies$,
  async run({ identity }, caller, { UserName: name, ...page }) {
    const names = await identity.listInlinePolicies(caller, { kind, name })
    const { items, ...rest } = pageOf(names, page)
    return { PolicyNames: items, ...rest }
  },
})

export const deleteUserPolicy = iamOperation<iam.DeleteUserPolicyRequest, object>({
  schema: iam.DeleteUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyName }) {
    await identity.deleteInlinePolicy(caller, { kind, name, policyName: PolicyName })
    return {}
  },
})

export const attachUserPolicy = iamOperation<iam.AttachUserPolicyRequest, object>({
  schema: iam.AttachUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyArn }) {
    await identity.attachPolicy(caller, { kind, name, policyArn: PolicyArn })
    return {}
  },
})

export const detachUserPolicy = iamOperation<iam.DetachUserPolicyRequest, object>({
  schema: iam.DetachUserPolicy$,
  async run({ identity }, caller, { UserName: name, PolicyArn }) {
    await identity.detachPolicy(caller, { kind, name, policyArn: PolicyArn })
    return {}
  },
})

export const listAttachedUserPolicies = iamOperation<
  iam.ListAttachedUserPoliciesRequest,
  iam.ListAttachedUserPoliciesResponse
>({
  schema: iam.ListAttachedUserPolicies$,
  async run({ identity }, caller, { UserName: name, ...page }) {
    const arns = await identity.listAttachedPolicies(caller, { kind, name })
    const { items, ...rest } = pageOf(arns, page)
    return { AttachedPolicies: items.map(wireAttachment), ...rest }
  },
})
