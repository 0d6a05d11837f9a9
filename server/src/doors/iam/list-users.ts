import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { wireUser } from './wire-principal.ts'

export const listUsers = iamOperation<iam.ListUsersRequest, iam.ListUsersResponse>({
  schema: iam.ListUsers$,
  async run({ identity }, caller, { PathPrefix = '/', ...page }) {
    const users = await identity.listPrincipals(caller, { kind: 'user', pathPrefix: PathPrefix })
    const { items, ...rest } = pageOf(users, page)
    return { Users: items.map(wireUser), ...rest }
  },
})
