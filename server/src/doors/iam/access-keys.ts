import * as iam from '@aws-sdk/client-iam'
import { iamOperation, pageOf, userNameOf } from './operation.ts'

export const createAccessKey = iamOperation<
  iam.CreateAccessKeyRequest,
  iam.CreateAccessKeyResponse
>({
  schema: iam.CreateAccessKey$,
  async run({ identity }, caller, { UserName }) {
    const key = await identity.createAccessKey(caller, { userName: userNameOf(caller, UserName) })
    return {
      AccessKey: {
        UserName: key.userName,
        AccessKeyId: key.accessKeyId,
        Status: 'Active' as const,
        SecretAccessKey: key.secretAccessKey,
        CreateDate: key.createdAt,
      },
    }
  },
})

export const listAccessKeys = iamOperation<iam.ListAccessKeysRequest, iam.ListAccessKeysResponse>({
  schema: iam.ListAccessKeys$,
  async run({ identity }, caller, { UserName, ...page }) {
    const userName = userNameOf(caller, UserName)
    const { items, ...rest } = pageOf(await identity.listAccessKeys(caller, { userName }), page)
    const AccessKeyMetadata = items.map(({ id, active, createdAt }) => ({
      UserName: userName,
      AccessKeyId: id,
      Status: active ? ('Active' as const) : ('Inactive' as const),
      CreateDate: createdAt,
    }))
    return { AccessKeyMetadata, ...rest }
  },
})

export const updateAccessKey = iamOperation<iam.UpdateAccessKeyRequest, object>({
  schema: iam.UpdateAccessKey$,
  async run({ identity }, caller, { UserName, AccessKeyId, Status }) {
    const userName = userNameOf(caller, UserName)
    const active = Status === 'Active'
    await identity.updateAccessKey(caller, { userName, accessKeyId: AccessKeyId, active })
    return {}
  },
})

export const deleteAccessKey = iamOperation<iam.DeleteAccessKeyRequest, object>({
  schema: iam.DeleteAccessKey$,
  async run({ identity }, caller, { UserName, AccessKeyId }) {
    const userName = userNameOf(caller, UserName)
    await identity.deleteAccessKey(caller, { userName, accessKeyId: AccessKeyId })
    return {}
  },
})
