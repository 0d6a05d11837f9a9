import {
  UpdateResource$,
  type UpdateResourceRequest,
  type UpdateResourceResponse,
} from '@aws-sdk/client-lakeformation'
import { invalidRequest } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'

export const updateResource = lakeFormationOperation<UpdateResourceRequest, UpdateResourceResponse>(
  {
    schema: UpdateResource$,
    async run({ governance }, caller, { ResourceArn, RoleArn, ...input }) {
      if (input.WithFederation)
        throw invalidRequest({ reason: 'Federated locations are not supported' })
      const hybrid = input.HybridAccessEnabled
      const command = { location: ResourceArn, roleArn: RoleArn }
      await governance.updateLocation(caller, {
        ...command,
        ...(hybrid === undefined ? {} : { hybrid }),
      })
      return {}
    },
  },
)
