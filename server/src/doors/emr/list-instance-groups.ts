import {
  ListInstanceGroups$,
  type ListInstanceGroupsInput,
  type ListInstanceGroupsOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'
import { instanceGroup } from './shapes.ts'

export const listInstanceGroups = emrOperation<ListInstanceGroupsInput, ListInstanceGroupsOutput>({
  schema: ListInstanceGroups$,
  async run({ compute }, caller, { ClusterId }) {
    const wanted = { clusterId: ClusterId, reading: 'ListInstanceGroups' as const }
    const cluster = await compute.getCluster(caller, wanted)
    const machines = compute.machines(ClusterId)
    return {
      InstanceGroups: cluster.groups.map((group) => instanceGroup(group, cluster, machines)),
    }
  },
})
