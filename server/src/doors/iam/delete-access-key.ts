import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { userNameOf } from './user-name.ts'

export const deleteAccessKey = iamOperation<iam.DeleteAccessKeyRequest, object>({
  schema: iam.DeleteAccessKey$,
  async run({ identity }, caller, { UserName, AccessKeyId }) {
    const userName = userNameOf(caller, UserName)
    await identity.deleteAccessKey(caller, { userName, accessKeyId: AccessKeyId })
    return {}
  },
})
