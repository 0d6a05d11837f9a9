import type {
  Condition,
  DataLakePrincipal,
  Resource,
  Permission as WirePermission,
} from '@aws-sdk/client-lakeformation'
import type { GrantCommand, Permission } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { parseWireCondition } from './wire-condition.ts'
import { parsePrincipal } from './wire-principal.ts'
import { parseResource } from './wire-resource.ts'

interface WireGrant {
  CatalogId?: string | undefined
  Principal?: DataLakePrincipal | undefined
  Resource?: Resource | undefined
  Permissions?: WirePermission[] | undefined
  PermissionsWithGrantOption?: WirePermission[] | undefined
  Condition?: Condition | undefined
}

/** What GrantPermissions, RevokePermissions and their batches carry. */
export function grantCommand(caller: Caller, wire: WireGrant): GrantCommand {
  return {
    ...parseResource(caller, wire.Resource ?? {}, wire.CatalogId),
    principal: parsePrincipal(wire.Principal),
    // Permissions that governance does not know fail its matrix of legal ones.
    permissions: (wire.Permissions ?? []) as Permission[],
    grantable: (wire.PermissionsWithGrantOption ?? []) as Permission[],
    ...parseWireCondition(wire.Condition),
  }
}
