import type { AskForAccess } from '@millrace/contract'
import type { Permission, ResourceName } from '../../contexts/governance/index.ts'
import type { AccountId } from '../../contexts/identity/index.ts'
import { invalidRequest } from './errors.ts'
import { operation } from './operation.ts'

export const askForAccess = operation('askForAccess', async (deps, { caller, body }) => {
  const { account, permissions, principal, reason, endsAt } = body
  const { id } = await deps.governance.requestAccess(caller, {
    catalogId: account as AccountId,
    resource: resourceOf(body),
    purpose: reason,
    // Governance refuses what is no permission.
    ...(permissions && { permissions: permissions as Permission[] }),
    ...(principal && { principal }),
    ...(endsAt && { endsAt: new Date(endsAt) }),
  })
  return { id }
})

function resourceOf({ database, table, columns, filter }: AskForAccess): ResourceName {
  if (columns && filter) throw invalidRequest({ detail: 'name columns or a data filter, not both' })
  if (columns) return { kind: 'columns', database, table, include: columns }
  if (filter) return { kind: 'filter', database, table, filter }
  return { kind: 'table', database, table }
}
