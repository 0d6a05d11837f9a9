import {
  GrantPermissions$,
  type GrantPermissionsRequest,
  type GrantPermissionsResponse,
} from '@aws-sdk/client-lakeformation'
import { grantCommand } from './grant-command.ts'
import { lakeFormationOperation } from './operation.ts'
import { withPolicies } from './row-policy-shapes.ts'

export const grantPermissions = lakeFormationOperation<
  GrantPermissionsRequest,
  GrantPermissionsResponse
>({
  schema: withPolicies(GrantPermissions$),
  async run({ governance }, caller, input) {
    await governance.grantPermissions(caller, grantCommand(caller, input))
    return {}
  },
})
