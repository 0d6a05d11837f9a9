import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { userNameOf } from './user-name.ts'

export const deleteUser = iamOperation<iam.DeleteUserRequest, object>({
  schema: iam.DeleteUser$,
  async run({ identity }, caller, { UserName }) {
    const name = userNameOf(caller, UserName)
    await identity.removePrincipal(caller, { kind: 'user', name })
    return {}
  },
})
