import {
  BatchGrantPermissions$,
  type BatchGrantPermissionsRequest,
  type BatchGrantPermissionsResponse,
} from '@aws-sdk/client-lakeformation'
import type { GrantCommand } from '../../contexts/governance/index.ts'
import { eachEntry } from './each-entry.ts'
import { lakeFormationOperation } from './operation.ts'

export const batchGrantPermissions = lakeFormationOperation<
  BatchGrantPermissionsRequest,
  BatchGrantPermissionsResponse
>({
  schema: BatchGrantPermissions$,
  async run({ governance }, caller, input) {
    const grant = (command: GrantCommand) => governance.grantPermissions(caller, command)
    return { Failures: await eachEntry(caller, input, grant) }
  },
})
