import type { AccountId } from '../../contexts/identity/index.ts'
import type { LineageNode } from '../../contexts/pipelines/index.ts'
import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'

export const getLineage = operation('getLineage', async (deps, { caller, query }) => {
  const { account, depth, ...asked } = query
  const traced = { ...asked, accountId: account as AccountId, ...(depth && { steps: depth }) }
  const { nodes, edges } = await pipelinesOf(deps).traceLineage(caller, traced)
  const accountOf = await accountNames(deps.identity)
  return {
    nodes: nodes.map(({ id, kind, label, accountId, namespace, opens }) => ({
      ...{ id, kind, label },
      detail: namespace ?? accountOf(accountId).name,
      ...(opens && { path: pathOf(opens) }),
    })),
    edges,
  }
})

function pathOf(opens: NonNullable<LineageNode['opens']>): string {
  if (opens.kind === 'vendor') return `/vendors/${opens.id}`
  if (opens.kind === 'pipeline') return `/pipelines/${opens.id}`
  const { accountId, database, table } = opens
  return `/datasets/${[accountId, database, table].map(encodeURIComponent).join('/')}`
}
