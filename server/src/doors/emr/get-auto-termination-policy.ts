import {
  GetAutoTerminationPolicy$,
  type GetAutoTerminationPolicyInput,
  type GetAutoTerminationPolicyOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const getAutoTerminationPolicy = emrOperation<
  GetAutoTerminationPolicyInput,
  GetAutoTerminationPolicyOutput
>({
  schema: GetAutoTerminationPolicy$,
  async run({ compute }, caller, { ClusterId: clusterId }) {
    const wanted = { clusterId, reading: 'GetAutoTerminationPolicy' } as const
    const { idleSecondsMax } = await compute.getCluster(caller, wanted)
    const policy = idleSecondsMax === undefined ? undefined : { IdleTimeout: idleSecondsMax }
    return { AutoTerminationPolicy: policy }
  },
})
