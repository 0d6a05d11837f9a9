import {
  RevokePermissions$,
  type RevokePermissionsRequest,
  type RevokePermissionsResponse,
} from '@aws-sdk/client-lakeformation'
import { grantCommand } from './grant-command.ts'
import { lakeFormationOperation } from './operation.ts'
import { withPolicies } from './row-policy-shapes.ts'

export const revokePermissions = lakeFormationOperation<
  RevokePermissionsRequest,
  RevokePermissionsResponse
>({
  schema: withPolicies(RevokePermissions$),
  async run({ governance }, caller, input) {
    await governance.revokePermissions(caller, grantCommand(caller, input))
    return {}
  },
})
