import type { AccessRequest, AccountRef } from '@millrace/contract'
import type { ListedRequest } from '../../contexts/governance/index.ts'

const STATES = { open: 'open', approved: 'granted', rejected: 'refused' } as const

/** A request as people read it. */
export function wireRequest(
  request: ListedRequest,
  accountOf: (id: string) => AccountRef,
): AccessRequest {
  const { resource, permissions, principal, endsAt, decidedBy, decidedAt, note } = request
  const named = { database: '', table: '', ...resource }
  const dataset = `${named.database}.${named.table}`
  return {
    id: request.id,
    dataset: {
      account: accountOf(request.catalogId),
      database: named.database,
      table: named.table,
    },
    principal,
    requestedBy: request.requestedBy,
    requestedAt: request.requestedAt.toISOString(),
    reason: request.purpose,
    ...(endsAt && { endsAt: endsAt.toISOString() }),
    state: STATES[request.state],
    ...(decidedBy && { decidedBy }),
    ...(decidedAt && { decidedAt: decidedAt.toISOString() }),
    ...(note && { note }),
    effect: `Would give ${principal.split(':').at(-1)} ${permissions.join(' and ')} on ${dataset}.`,
    mayDecide: request.mayDecide,
  }
}
