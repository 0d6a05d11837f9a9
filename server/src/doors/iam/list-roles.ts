import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { wireRole } from './wire-principal.ts'

export const listRoles = iamOperation<iam.ListRolesRequest, iam.ListRolesResponse>({
  schema: iam.ListRoles$,
  async run({ identity }, caller, { PathPrefix = '/', ...page }) {
    const roles = await identity.listPrincipals(caller, { kind: 'role', pathPrefix: PathPrefix })
    const { items, ...rest } = pageOf(roles, page)
    return { Roles: items.map(wireRole), ...rest }
  },
})
