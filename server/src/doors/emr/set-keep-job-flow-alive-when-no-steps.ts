import {
  SetKeepJobFlowAliveWhenNoSteps$,
  type SetKeepJobFlowAliveWhenNoStepsInput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const setKeepJobFlowAliveWhenNoSteps = emrOperation<
  SetKeepJobFlowAliveWhenNoStepsInput,
  object
>({
  schema: SetKeepJobFlowAliveWhenNoSteps$,
  async run({ compute }, caller, { JobFlowIds: clusterIds, KeepJobFlowAliveWhenNoSteps }) {
    const action = 'SetKeepJobFlowAliveWhenNoSteps'
    const setting = { action, keepAlive: KeepJobFlowAliveWhenNoSteps } as const
    await compute.setCluster(caller, { clusterIds, setting })
    return {} // EMR answers with an empty body.
  },
})
