import {
  type DataLakeResourceType,
  ListPermissions$,
  type ListPermissionsRequest,
  type ListPermissionsResponse,
  type PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation'
import type { GrantableKind, PermissionRow } from '../../contexts/governance/index.ts'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { wireCondition } from './wire-condition.ts'
import { parsePrincipal, wirePrincipal } from './wire-principal.ts'
import { parseResource, wireResource } from './wire-resource.ts'

const KINDS: Record<DataLakeResourceType, readonly GrantableKind[]> = {
  CATALOG: ['catalog'],
  DATABASE: ['database'],
  TABLE: ['table', 'all-tables', 'columns'],
  DATA_LOCATION: ['location'],
  LF_TAG: ['tag'],
  LF_TAG_POLICY: ['table-policy', 'database-policy'],
  LF_TAG_POLICY_DATABASE: ['database-policy'],
  LF_TAG_POLICY_TABLE: ['table-policy'],
  LF_NAMED_TAG_EXPRESSION: ['expression'],
}

export const listPermissions = lakeFormationOperation<
  ListPermissionsRequest,
  ListPermissionsResponse
>({
  schema: ListPermissions$,
  async run({ governance }, caller, input) {
    const named = input.Resource && parseResource(caller, input.Resource, input.CatalogId)
    const rows = await governance.listPermissions(caller, {
      catalogId: named?.catalogId ?? catalogOf(caller, input.CatalogId),
      ...(named ? { resource: named.resource } : {}),
      ...(input.Principal ? { principal: parsePrincipal(input.Principal) } : {}),
      ...(input.ResourceType ? { kinds: KINDS[input.ResourceType] } : {}),
      related: input.IncludeRelated === 'TRUE',
    })
    const { rows: some, token } = page(rows, input)
    return { PrincipalResourcePermissions: some.map(wireRow), ...token }
  },
})

function wireRow(row: PermissionRow): PrincipalResourcePermissions {
  return {
    Principal: wirePrincipal(row.principal, row.catalogId),
    Resource: wireResource(row),
    ...wireCondition(row),
    Permissions: [...row.permissions],
    PermissionsWithGrantOption: [...row.grantable],
    ...(row.grantedAt ? { LastUpdated: row.grantedAt } : {}),
    ...(row.grantedBy ? { LastUpdatedBy: row.grantedBy } : {}),
  }
}
