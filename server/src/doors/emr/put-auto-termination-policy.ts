import {
  PutAutoTerminationPolicy$,
  type PutAutoTerminationPolicyInput,
  type PutAutoTerminationPolicyOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

const IDLE_SECONDS = 3600 // EMR: what a policy without a time means.

export const putAutoTerminationPolicy = emrOperation<
  PutAutoTerminationPolicyInput,
  PutAutoTerminationPolicyOutput
>({
  schema: PutAutoTerminationPolicy$,
  async run({ compute }, caller, { ClusterId, AutoTerminationPolicy }) {
    const idleSecondsMax = AutoTerminationPolicy?.IdleTimeout ?? IDLE_SECONDS
    const setting = { action: 'PutAutoTerminationPolicy', idleSecondsMax } as const
    await compute.setCluster(caller, { clusterIds: [ClusterId], setting })
    return {}
  },
})
