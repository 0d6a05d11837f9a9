import { CancelSteps$, type CancelStepsInput, type CancelStepsOutput } from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const cancelSteps = emrOperation<CancelStepsInput, CancelStepsOutput>({
  schema: CancelSteps$,
  async run({ sessions }, caller, { ClusterId: clusterId, StepIds: stepIds }) {
    const cancelled = await sessions.cancelSteps(caller, { clusterId, stepIds })
    return {
      CancelStepsInfoList: cancelled.map(({ stepId, refused }) => ({
        StepId: stepId,
        Status: refused === undefined ? ('SUBMITTED' as const) : ('FAILED' as const),
        Reason: refused,
      })),
    }
  },
})
