import {
  AddJobFlowSteps$,
  type AddJobFlowStepsInput,
  type AddJobFlowStepsOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'
import { stepWish } from './step-shapes.ts'

export const addJobFlowSteps = emrOperation<AddJobFlowStepsInput, AddJobFlowStepsOutput>({
  schema: AddJobFlowSteps$,
  async run({ sessions }, caller, { JobFlowId: clusterId, Steps, ExecutionRoleArn }) {
    const role = ExecutionRoleArn === undefined ? {} : { roleArn: ExecutionRoleArn }
    const steps = Steps.map(stepWish)
    const added = await sessions.addSteps(caller, { clusterId, steps, ...role })
    return { StepIds: added.map(({ id }) => id) }
  },
})
