import * as iam from '@aws-sdk/client-iam'
import { iamOperation, pageOf, tagsFrom, userNameOf, wireUser } from './operation.ts'

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

export const getUser = iamOperation<iam.GetUserRequest, iam.GetUserResponse>({
  schema: iam.GetUser$,
  async run({ identity }, caller, { UserName }) {
    const name = userNameOf(caller, UserName)
    const user = await identity.getPrincipal(caller, { kind: 'user', name })
    return { User: wireUser(user) }
  },
})

export const listUsers = iamOperation<iam.ListUsersRequest, iam.ListUsersResponse>({
  schema: iam.ListUsers$,
  async run({ identity }, caller, { PathPrefix = '/', ...page }) {
    const users = await identity.listPrincipals(caller, { kind: 'user', pathPrefix: PathPrefix })
    const { items, ...rest } = pageOf(users, page)
    return { Users: items.map(wireUser), ...rest }
  },
})

export const deleteUser = iamOperation<iam.DeleteUserRequest, object>({
  schema: iam.DeleteUser$,
  async run({ identity }, caller, { UserName }) {
    const name = userNameOf(caller, UserName)
    await identity.removePrincipal(caller, { kind: 'user', name })
    return {}
  },
})
