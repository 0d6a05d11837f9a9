import type { PrincipalResourcePermissions } from '@aws-sdk/client-lakeformation'
import type { PermissionRow } from '../../contexts/governance/index.ts'
import { wireCondition } from './wire-condition.ts'
import { wirePrincipal } from './wire-principal.ts'
import { wireResource } from './wire-resource.ts'

export function wirePermission(row: PermissionRow): PrincipalResourcePermissions {
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
