import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { tagsFrom, wireUser } from './wire-principal.ts'

export const createUser = iamOperation<iam.CreateUserRequest, iam.CreateUserResponse>({
  schema: iam.CreateUser$,
  async run({ identity }, caller, { UserName, Path, Tags }) {
    const user = await identity.createUser(caller, {
      name: UserName,
      tags: tagsFrom(Tags),
      ...(Path === undefined ? {} : { path: Path }),
    })
    return { User: wireUser(user) }
  },
})
