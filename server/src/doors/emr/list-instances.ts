import {
  ListInstances$,
  type ListInstancesInput,
  type ListInstancesOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'
import { instances } from './shapes.ts'

export const listInstances = emrOperation<ListInstancesInput, ListInstancesOutput>({
  schema: ListInstances$,
  async run(deps, caller, { ClusterId, InstanceGroupId, InstanceGroupTypes }) {
    const wanted = { clusterId: ClusterId, reading: 'ListInstances' as const }
    const cluster = await deps.compute.getCluster(caller, wanted)
    const groups = cluster.groups.filter(
      ({ id, role }) =>
        (InstanceGroupId === undefined || id === InstanceGroupId) &&
        (InstanceGroupTypes === undefined || InstanceGroupTypes.includes(role)),
    )
    const machines = deps.compute.machines(ClusterId)
    return { Instances: instances({ ...cluster, groups }, machines, deps) }
  },
})
