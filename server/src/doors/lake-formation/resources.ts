import {
  DeregisterResource$,
  type DeregisterResourceRequest,
  type DeregisterResourceResponse,
  DescribeResource$,
  type DescribeResourceRequest,
  type DescribeResourceResponse,
  ListResources$,
  type ListResourcesRequest,
  type ListResourcesResponse,
  RegisterResource$,
  type RegisterResourceRequest,
  type RegisterResourceResponse,
  type ResourceInfo,
} from '@aws-sdk/client-lakeformation'
import type { RegisteredLocation } from '../../contexts/governance/index.ts'
import { invalidRequest } from './errors.ts'
import { lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { arnOfLocation } from './wire-resource.ts'

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

export const describeResource = lakeFormationOperation<
  DescribeResourceRequest,
  DescribeResourceResponse
>({
  schema: DescribeResource$,
  async run({ governance }, caller, { ResourceArn }) {
    return { ResourceInfo: wireInfo(await governance.describeLocation(caller, ResourceArn)) }
  },
})

export const listResources = lakeFormationOperation<ListResourcesRequest, ListResourcesResponse>({
  schema: ListResources$,
  async run({ governance }, caller, input) {
    if (input.FilterConditionList && input.FilterConditionList.length > 0)
      throw invalidRequest({ reason: 'FilterConditionList is not supported' })
    const { rows, token } = page(await governance.listLocations(caller, {}), input)
    return { ResourceInfoList: rows.map(wireInfo), ...token }
  },
})

function wireInfo(location: RegisteredLocation): ResourceInfo {
  return {
    ResourceArn: arnOfLocation(location.location),
    LastModified: location.registeredAt,
    HybridAccessEnabled: location.hybrid,
    ...(location.roleArn ? { RoleArn: location.roleArn } : {}),
  }
}
