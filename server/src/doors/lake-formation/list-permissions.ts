import {
  type DataLakeResourceType,
  ListPermissions$,
  type ListPermissionsRequest,
  type ListPermissionsResponse,
} from '@aws-sdk/client-lakeformation'
import type { GrantableKind } from '../../contexts/governance/index.ts'
import { invalidRequest } from './errors.ts'
import { catalogOf, lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { withPolicies } from './row-policy-shapes.ts'
import { wirePermission } from './wire-permission.ts'
import { parsePrincipal } from './wire-principal.ts'
import { parseResource } from './wire-resource.ts'

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
  schema: withPolicies(ListPermissions$),
  async run({ governance }, caller, input) {
    const named = input.Resource && parseResource(caller, input.Resource, input.CatalogId)
    const rows = await governance.listPermissions(caller, {
      catalogId: named?.catalogId ?? catalogOf(caller, input.CatalogId),
      ...(named ? { resource: named.resource } : {}),
      ...(input.Principal ? { principal: parsePrincipal(input.Principal) } : {}),
      ...(input.ResourceType ? { kinds: kindsOf(input.ResourceType) } : {}),
      related: input.IncludeRelated === 'TRUE',
    })
    // The wire has no place to say that a grant is not in force: over a tag that was deleted and
    // made anew it would read as one that is (case 99, D-7).
    const { rows: some, token } = page(
      rows.filter(({ state }) => state === 'active'),
      input,
    )
    return { PrincipalResourcePermissions: some.map(wirePermission), ...token }
  },
})

/** Smithy lets a client send any text for an enumeration. */
function kindsOf(type: DataLakeResourceType): readonly GrantableKind[] {
  if (Object.hasOwn(KINDS, type)) return KINDS[type]
  throw invalidRequest({
    reason: `ResourceType "${type}" is none of ${Object.keys(KINDS).join(', ')}`,
  })
}
