import {
  DescribeResource$,
  type DescribeResourceRequest,
  type DescribeResourceResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { wireLocation } from './wire-location.ts'

export const describeResource = lakeFormationOperation<
  DescribeResourceRequest,
  DescribeResourceResponse
>({
  schema: DescribeResource$,
  async run({ governance }, caller, { ResourceArn }) {
    return { ResourceInfo: wireLocation(await governance.describeLocation(caller, ResourceArn)) }
  },
})
