import {
  BatchRevokePermissions$,
  type BatchRevokePermissionsRequest,
  type BatchRevokePermissionsResponse,
} from '@aws-sdk/client-lakeformation'
import type { GrantCommand } from '../../contexts/governance/index.ts'
import { eachEntry } from './each-entry.ts'
import { lakeFormationOperation } from './operation.ts'
import { withPolicies } from './row-policy-shapes.ts'

export const batchRevokePermissions = lakeFormationOperation<
  BatchRevokePermissionsRequest,
  BatchRevokePermissionsResponse
>({
  schema: withPolicies(BatchRevokePermissions$),
  async run({ governance }, caller, input) {
    const revoke = (command: GrantCommand) => governance.revokePermissions(caller, command)
    return { Failures: await eachEntry(caller, input, revoke) }
  },
})
