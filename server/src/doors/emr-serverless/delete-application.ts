import { DeleteApplication$, type DeleteApplicationRequest } from '@aws-sdk/client-emr-serverless'
import { serverlessOperation } from './operation.ts'

export const deleteApplication = serverlessOperation<DeleteApplicationRequest, object>({
  schema: DeleteApplication$,
  async run({ compute }, caller, { applicationId }) {
    await compute.deleteApplication(caller, applicationId)
    return {}
  },
})
