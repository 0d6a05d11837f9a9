import {
  GetApplication$,
  type GetApplicationRequest,
  type GetApplicationResponse,
} from '@aws-sdk/client-emr-serverless'
import { serverlessOperation } from './operation.ts'
import { applicationDetail } from './shapes.ts'

export const getApplication = serverlessOperation<GetApplicationRequest, GetApplicationResponse>({
  schema: GetApplication$,
  async run({ compute, region }, caller, { applicationId }) {
    const found = await compute.getApplication(caller, applicationId)
    return { application: applicationDetail(found, region) }
  },
})
