import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { userNameOf } from './user-name.ts'

export const updateAccessKey = iamOperation<iam.UpdateAccessKeyRequest, object>({
  schema: iam.UpdateAccessKey$,
  async run({ identity }, caller, { UserName, AccessKeyId, Status }) {
    const userName = userNameOf(caller, UserName)
    const active = Status === 'Active'
    await identity.updateAccessKey(caller, { userName, accessKeyId: AccessKeyId, active })
    return {}
  },
})
