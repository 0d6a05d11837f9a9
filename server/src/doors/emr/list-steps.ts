import { ListSteps$, type ListStepsInput, type ListStepsOutput } from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const listSteps = emrOperation<ListStepsInput, ListStepsOutput>({
  schema: ListSteps$,
  async run({ compute }, caller, { ClusterId }) {
    await compute.getCluster(caller, { clusterId: ClusterId, reading: 'ListSteps' })
    return { Steps: [] } // None can be given.
  },
})
