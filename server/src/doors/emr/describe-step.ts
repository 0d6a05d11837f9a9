import { DescribeStep$, type DescribeStepInput, type DescribeStepOutput } from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'
import { stepSummary } from './step-shapes.ts'

export const describeStep = emrOperation<DescribeStepInput, DescribeStepOutput>({
  schema: DescribeStep$,
  async run({ sessions }, caller, { ClusterId: clusterId, StepId: stepId }) {
    return { Step: stepSummary(await sessions.getStep(caller, { clusterId, stepId })) }
  },
})
