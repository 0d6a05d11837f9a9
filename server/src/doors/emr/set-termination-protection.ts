import { SetTerminationProtection$, type SetTerminationProtectionInput } from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const setTerminationProtection = emrOperation<SetTerminationProtectionInput, object>({
  schema: SetTerminationProtection$,
  async run({ compute }, caller, { JobFlowIds: clusterIds, TerminationProtected }) {
    const setting = {
      action: 'SetTerminationProtection',
      terminationProtected: TerminationProtected,
    } as const
    await compute.setCluster(caller, { clusterIds, setting })
    return {} // EMR answers with an empty body.
  },
})
