import { StopApplication$, type StopApplicationRequest } from '@aws-sdk/client-emr-serverless'
import { serverlessOperation } from './operation.ts'

export const stopApplication = serverlessOperation<StopApplicationRequest, object>({
  schema: StopApplication$,
  async run({ compute }, caller, { applicationId }) {
    await compute.stopApplication(caller, applicationId)
    return {}
  },
})
