import { StartApplication$, type StartApplicationRequest } from '@aws-sdk/client-emr-serverless'
import { serverlessOperation } from './operation.ts'

export const startApplication = serverlessOperation<StartApplicationRequest, object>({
  schema: StartApplication$,
  async run({ compute }, caller, { applicationId }) {
    await compute.startApplication(caller, applicationId)
    return {}
  },
})
