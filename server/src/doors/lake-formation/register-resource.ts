import {
  RegisterResource$,
  type RegisterResourceRequest,
  type RegisterResourceResponse,
} from '@aws-sdk/client-lakeformation'
import { invalidRequest } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'

export const registerResource = lakeFormationOperation<
  RegisterResourceRequest,
  RegisterResourceResponse
>({
  schema: RegisterResource$,
  async run({ governance }, caller, input) {
    if (input.WithFederation || input.WithPrivilegedAccess)
      throw invalidRequest({ reason: 'Federated and privileged locations are not supported' })
    await governance.registerLocation(caller, {
      location: input.ResourceArn,
      hybrid: input.HybridAccessEnabled ?? false,
      ...(input.RoleArn ? { roleArn: input.RoleArn } : {}),
    })
    return {}
  },
})
