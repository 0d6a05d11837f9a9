import {
  PutManagedScalingPolicy$,
  type PutManagedScalingPolicyInput,
  type PutManagedScalingPolicyOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'
import { scalingLimits } from './scaling-shapes.ts'

export const putManagedScalingPolicy = emrOperation<
  PutManagedScalingPolicyInput,
  PutManagedScalingPolicyOutput
>({
  schema: PutManagedScalingPolicy$,
  async run({ compute }, caller, { ClusterId, ManagedScalingPolicy }) {
    const scaling = scalingLimits(ManagedScalingPolicy)
    const setting = { action: 'PutManagedScalingPolicy', scaling } as const
    await compute.setCluster(caller, { clusterIds: [ClusterId], setting })
    return {}
  },
})
