import type { AccountId } from '../../contexts/identity/index.ts'
import { noSuchItem } from './errors.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const getDatasetAsOf = operation(
  'getDatasetAsOf',
  async (deps, { caller, params: { account, ...name }, query }) => {
    const instant = new Date(query.instant)
    const asked = { ...name, accountId: account as AccountId, instant }
    const found = await ingestionOf(deps).asOf(caller, asked)
    if (!found) throw noSuchItem({ kind: 'state as of', id: query.instant })
    return { ...found, availableAt: found.availableAt.toISOString() }
  },
)
