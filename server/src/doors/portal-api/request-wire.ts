import type { AccessRequest, AccountRef, DecidedAccessRequest } from '@millrace/contract'
import type { DecidedRequest, ListedRequest } from '../../contexts/governance/index.ts'

const STATES = { open: 'open', approved: 'granted', rejected: 'refused' } as const

/** A request as people read it. */
export function wireRequest(
  request: ListedRequest,
  accountOf: (id: string) => AccountRef,
): AccessRequest {
  const { resource, permissions, principal, endsAt, decidedBy, decidedAt, note } = request
  const named = { database: '', table: '', ...resource }
  const what = `${named.database}.${named.table}${partOf(resource)}`
  return {
    id: request.id,
    dataset: {
      account: accountOf(request.catalogId),
      database: named.database,
      table: named.table,
    },
    ...scopeOf(resource),
    permissions: [...permissions],
    principal,
    requestedBy: request.requestedBy,
    requestedAt: request.requestedAt.toISOString(),
    reason: request.purpose,
    ...(endsAt && { endsAt: endsAt.toISOString() }),
    state: STATES[request.state],
    ...(decidedBy && { decidedBy }),
    ...(decidedAt && { decidedAt: decidedAt.toISOString() }),
    ...(note && { note }),
    effect: `Would give ${principal.split(':').at(-1)} ${permissions.join(' and ')} on ${what}.`,
    mayDecide: request.mayDecide,
    mayGrant: request.mayGrant,
  }
}

/** The rules that still wait for somebody. */
export function wireLacks(lacking: DecidedRequest['lacking']): DecidedAccessRequest['waitsFor'] {
  return lacking.map(({ rule: { name: rule, approvers }, persons }) => ({
    ...{ rule, persons },
    approvers: [...approvers],
  }))
}

type Resource = ListedRequest['resource']

function scopeOf(resource: Resource): Pick<AccessRequest, 'columns' | 'filter'> {
  if (resource.kind === 'filter') return { filter: resource.filter }
  if (resource.kind === 'columns' && 'include' in resource)
    return { columns: [...resource.include] }
  return {}
}

function partOf(resource: Resource): string {
  const { columns, filter } = scopeOf(resource)
  if (filter !== undefined) return ` through data filter ${filter}`
  return columns === undefined ? '' : `, columns ${columns.join(', ')}`
}
