import {
  ListResources$,
  type ListResourcesRequest,
  type ListResourcesResponse,
} from '@aws-sdk/client-lakeformation'
import { invalidRequest } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { wireLocation } from './wire-location.ts'

export const listResources = lakeFormationOperation<ListResourcesRequest, ListResourcesResponse>({
  schema: ListResources$,
  async run({ governance }, caller, input) {
    if (input.FilterConditionList && input.FilterConditionList.length > 0)
      throw invalidRequest({ reason: 'FilterConditionList is not supported' })
    const { rows, token } = page(await governance.listLocations(caller, {}), input)
    return { ResourceInfoList: rows.map(wireLocation), ...token }
  },
})
