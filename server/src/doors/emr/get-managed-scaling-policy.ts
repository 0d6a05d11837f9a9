import {
  GetManagedScalingPolicy$,
  type GetManagedScalingPolicyInput,
  type GetManagedScalingPolicyOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'
import { scalingPolicy } from './scaling-shapes.ts'

export const getManagedScalingPolicy = emrOperation<
  GetManagedScalingPolicyInput,
  GetManagedScalingPolicyOutput
>({
  schema: GetManagedScalingPolicy$,
  async run({ compute }, caller, { ClusterId: clusterId }) {
    const wanted = { clusterId, reading: 'GetManagedScalingPolicy' } as const
    const { scaling } = await compute.getCluster(caller, wanted)
    return { ManagedScalingPolicy: scaling && scalingPolicy(scaling) }
  },
})
