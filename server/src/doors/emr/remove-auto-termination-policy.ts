import {
  RemoveAutoTerminationPolicy$,
  type RemoveAutoTerminationPolicyInput,
  type RemoveAutoTerminationPolicyOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const removeAutoTerminationPolicy = emrOperation<
  RemoveAutoTerminationPolicyInput,
  RemoveAutoTerminationPolicyOutput
>({
  schema: RemoveAutoTerminationPolicy$,
  async run({ compute }, caller, { ClusterId }) {
    const setting = { action: 'RemoveAutoTerminationPolicy', idleSecondsMax: undefined } as const
    await compute.setCluster(caller, { clusterIds: [ClusterId], setting })
    return {}
  },
})
