import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { userNameOf } from './user-name.ts'

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
