import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { userNameOf } from './user-name.ts'

/** A login profile is the password of the portal's sign-in. */
export const createLoginProfile = iamOperation<
  iam.CreateLoginProfileRequest,
  iam.CreateLoginProfileResponse
>({
  schema: iam.CreateLoginProfile$,
  async run({ identity, clock }, caller, { UserName, Password = '' }) {
    const userName = userNameOf(caller, UserName)
    await identity.setPassword(caller, { userName, password: Password })
    return { LoginProfile: { UserName: userName, CreateDate: clock() } }
  },
})
