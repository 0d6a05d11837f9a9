import { type AuditRecord, auditRecord } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import type { GrantCommand } from '../model/grant-changes.ts'
import { textOf } from '../model/resource-name.ts'
import type { AccessRequest } from '../store/requests.ts'

/** Approving is granting, and rejecting is the other half of the same office. */
export const DECIDING = 'lakeformation:GrantPermissions'

export function recordOf(caller: Caller, request: AccessRequest, action: string): AuditRecord {
  const { id, principal, permissions, purpose, endsAt } = request
  return auditRecord(caller, {
    action,
    resource: textOf(request.resource),
    detail: {
      requestId: id,
      grantee: principal,
      permissions,
      purpose,
      ...(endsAt ? { endsAt: endsAt.toISOString() } : {}),
    },
  })
}

/** What approving a request does. */
export function grantOf(request: AccessRequest): GrantCommand {
  const { catalogId, principal, resource, permissions, endsAt } = request
  const grant = { catalogId, principal, resource, permissions, grantable: [] }
  return { ...grant, effective: true, ...(endsAt ? { endsAt } : {}) }
}
