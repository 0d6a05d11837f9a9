import {
  BatchGrantPermissions$,
  type BatchGrantPermissionsRequest,
  type BatchGrantPermissionsResponse,
  type BatchPermissionsRequestEntry,
} from '@aws-sdk/client-lakeformation'
import type { GrantCommand } from '../../contexts/governance/index.ts'
import { eachEntry } from './each-entry.ts'
import { invalidRequest } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'
import { withPolicies } from './row-policy-shapes.ts'

export const batchGrantPermissions = lakeFormationOperation<
  BatchGrantPermissionsRequest,
  BatchGrantPermissionsResponse
>({
  schema: withPolicies(BatchGrantPermissions$),
  async run({ governance }, caller, input) {
    demandFewFilters(input.Entries)
    const grant = (command: GrantCommand) => governance.grantPermissions(caller, command)
    return { Failures: await eachEntry(caller, input, grant) }
  },
})

const FILTERS_MAX = 10 // AWS guide, "Data filters": of one grant.

function demandFewFilters(entries: readonly BatchPermissionsRequestEntry[]): void {
  const filtering = entries.filter(({ Resource }) => Resource?.DataCellsFilter !== undefined)
  const names = filtering.map(({ Principal }) => Principal?.DataLakePrincipalIdentifier)
  for (const [, some] of Map.groupBy(names, (name) => name))
    if (some.length > FILTERS_MAX)
      throw invalidRequest({ reason: `More than ${FILTERS_MAX} data filters in one grant` })
}
