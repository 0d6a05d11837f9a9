import {
  ModifyCluster$,
  type ModifyClusterInput,
  type ModifyClusterOutput,
} from '@aws-sdk/client-emr'
import { refuseMembers } from '../shared/not-offered.ts'
import { invalidRequest } from '../shared/wire.ts'
import { emrOperation } from './operation.ts'

const NOT_OFFERED = { ExtendedSupport: 'machines are made ready by the platform' }

export const modifyCluster = emrOperation<ModifyClusterInput, ModifyClusterOutput>({
  schema: ModifyCluster$,
  async run({ compute }, caller, { ClusterId, StepConcurrencyLevel, ...rest }) {
    refuseMembers(rest, NOT_OFFERED)
    if (StepConcurrencyLevel === undefined)
      throw invalidRequest({ problems: ['StepConcurrencyLevel is missing'] })
    const setting = { action: 'ModifyCluster', stepConcurrency: StepConcurrencyLevel } as const
    const [cluster] = await compute.setCluster(caller, { clusterIds: [ClusterId], setting })
    return { StepConcurrencyLevel: cluster?.stepConcurrency }
  },
})
