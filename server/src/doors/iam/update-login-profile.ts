import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { userNameOf } from './user-name.ts'

export const updateLoginProfile = iamOperation<iam.UpdateLoginProfileRequest, object>({
  schema: iam.UpdateLoginProfile$,
  async run({ identity }, caller, { UserName, Password = '' }) {
    await identity.setPassword(caller, {
      userName: userNameOf(caller, UserName),
      password: Password,
    })
    return {}
  },
})
