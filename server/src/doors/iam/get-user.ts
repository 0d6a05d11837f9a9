import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { userNameOf } from './user-name.ts'
import { wireUser } from './wire-principal.ts'

export const getUser = iamOperation<iam.GetUserRequest, iam.GetUserResponse>({
  schema: iam.GetUser$,
  async run({ identity }, caller, { UserName }) {
    const name = userNameOf(caller, UserName)
    const user = await identity.getPrincipal(caller, { kind: 'user', name })
    return { User: wireUser(user) }
  },
})
