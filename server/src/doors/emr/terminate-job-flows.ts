import { TerminateJobFlows$, type TerminateJobFlowsInput } from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const terminateJobFlows = emrOperation<TerminateJobFlowsInput, object>({
  schema: TerminateJobFlows$,
  async run({ compute }, caller, { JobFlowIds }) {
    await compute.terminateClusters(caller, JobFlowIds)
    return {} // EMR answers with an empty body.
  },
})
