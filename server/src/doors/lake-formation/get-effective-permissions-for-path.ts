import {
  GetEffectivePermissionsForPath$,
  type GetEffectivePermissionsForPathRequest,
  type GetEffectivePermissionsForPathResponse,
} from '@aws-sdk/client-lakeformation'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { wirePermission } from './wire-permission.ts'

export const getEffectivePermissionsForPath = lakeFormationOperation<
  GetEffectivePermissionsForPathRequest,
  GetEffectivePermissionsForPathResponse
>({
  schema: GetEffectivePermissionsForPath$,
  async run({ governance }, caller, input) {
    const catalogId = catalogOf(caller, input.CatalogId)
    const query = { catalogId, location: input.ResourceArn }
    const { rows, token } = page(await governance.listPathPermissions(caller, query), input)
    return { Permissions: rows.map(wirePermission), ...token }
  },
})
