import * as iam from '@aws-sdk/client-iam'
import { encodedDocument, iamOperation, pageOf, wireAttachment } from './operation.ts'

const kind = 'role'

export const putRolePolicy = iamOperation<iam.PutRolePolicyRequest, object>({
  schema: iam.PutRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyName, PolicyDocument: text }) {
    await identity.putInlinePolicy(caller, { kind, name, policyName: PolicyName, text })
    return {}
  },
})

export const getRolePolicy = iamOperation<iam.GetRolePolicyRequest, iam.GetRolePolicyResponse>({
  schema: iam.GetRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyName }) {
    const text = await identity.getInlinePolicy(caller, { kind, name, policyName: PolicyName })
    return { RoleName: name, PolicyName, PolicyDocument: encodedDocument(text) }
  },
})

export const listRolePolicies = iamOperation<
  iam.ListRolePoliciesRequest,
  iam.ListRolePoliciesResponse
>({
  schema: iam.ListRolePolicies$,
  async run({ identity }, caller, { RoleName: name, ...page }) {
    const names = await identity.listInlinePolicies(caller, { kind, name })
    const { items, ...rest } = pageOf(names, page)
    return { PolicyNames: items, ...rest }
  },
})

export const deleteRolePolicy = iamOperation<iam.DeleteRolePolicyRequest, object>({
  schema: iam.DeleteRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyName }) {
    await identity.deleteInlinePolicy(caller, { kind, name, policyName: PolicyName })
    return {}
  },
})

export const attachRolePolicy = iamOperation<iam.AttachRolePolicyRequest, object>({
  schema: iam.AttachRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyArn }) {
    await identity.attachPolicy(caller, { kind, name, policyArn: PolicyArn })
    return {}
  },
})

export const detachRolePolicy = iamOperation<iam.DetachRolePolicyRequest, object>({
  schema: iam.DetachRolePolicy$,
  async run({ identity }, caller, { RoleName: name, PolicyArn }) {
    await identity.detachPolicy(caller, { kind, name, policyArn: PolicyArn })
    return {}
  },
})

export const listAttachedRolePolicies = iamOperation<
  iam.ListAttachedRolePoliciesRequest,
  iam.ListAttachedRolePoliciesResponse
>({
  schema: iam.ListAttachedRolePolicies$,
  async run({ identity }, caller, { RoleName: name, ...page }) {
    const arns = await identity.listAttachedPolicies(caller, { kind, name })
    const { items, ...rest } = pageOf(arns, page)
    return { AttachedPolicies: items.map(wireAttachment), ...rest }
  },
})
