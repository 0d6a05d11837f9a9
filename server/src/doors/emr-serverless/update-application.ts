import {
  UpdateApplication$,
  type UpdateApplicationRequest,
  type UpdateApplicationResponse,
} from '@aws-sdk/client-emr-serverless'
import { serverlessOperation } from './operation.ts'
import { applicationChange, applicationDetail } from './shapes.ts'

export const updateApplication = serverlessOperation<
  UpdateApplicationRequest,
  UpdateApplicationResponse
>({
  schema: UpdateApplication$,
  async run({ compute, region }, caller, input) {
    const { applicationId } = input
    const change = applicationChange(input)
    const updated = await compute.updateApplication(caller, { applicationId, change })
    return { application: applicationDetail(updated, region) }
  },
})
