import {
  DeregisterResource$,
  type DeregisterResourceRequest,
  type DeregisterResourceResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'

export const deregisterResource = lakeFormationOperation<
  DeregisterResourceRequest,
  DeregisterResourceResponse
>({
  schema: DeregisterResource$,
  async run({ governance }, caller, { ResourceArn }) {
    await governance.deregisterLocation(caller, ResourceArn)
    return {}
  },
})
