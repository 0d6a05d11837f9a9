import { ModifyInstanceGroups$, type ModifyInstanceGroupsInput } from '@aws-sdk/client-emr'
import { refuseMembers } from '../shared/not-offered.ts'
import { invalidRequest } from '../shared/wire.ts'
import { emrOperation } from './operation.ts'

const NOT_OFFERED = {
  ShrinkPolicy: 'machines that go always finish their tasks',
  ReconfigurationType: 'configurations are named for the whole cluster',
  Configurations: 'configurations are named for the whole cluster',
}

export const modifyInstanceGroups = emrOperation<ModifyInstanceGroupsInput, object>({
  schema: ModifyInstanceGroups$,
  async run({ compute }, caller, { ClusterId: clusterId, InstanceGroups = [] }) {
    if (clusterId === undefined) throw invalidRequest({ problems: ['ClusterId is needed'] })
    const groups = InstanceGroups.flatMap((group) => {
      const { InstanceGroupId: groupId, InstanceCount: count, EC2InstanceIdsToTerminate } = group
      refuseMembers(group, NOT_OFFERED, 'InstanceGroups.')
      const first = EC2InstanceIdsToTerminate?.map((id) => `ci-${id.slice(2).toUpperCase()}`)
      return count === undefined ? [] : [{ groupId, count, ...(first && { first }) }]
    })
    await compute.resizeGroups(caller, { clusterId, groups })
    return {}
  },
})
