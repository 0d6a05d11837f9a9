import {
  RemoveManagedScalingPolicy$,
  type RemoveManagedScalingPolicyInput,
  type RemoveManagedScalingPolicyOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const removeManagedScalingPolicy = emrOperation<
  RemoveManagedScalingPolicyInput,
  RemoveManagedScalingPolicyOutput
>({
  schema: RemoveManagedScalingPolicy$,
  async run({ compute }, caller, { ClusterId }) {
    const setting = { action: 'RemoveManagedScalingPolicy', scaling: undefined } as const
    await compute.setCluster(caller, { clusterIds: [ClusterId], setting })
    return {}
  },
})
