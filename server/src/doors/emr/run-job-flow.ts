import { RunJobFlow$, type RunJobFlowInput, type RunJobFlowOutput } from '@aws-sdk/client-emr'
import { clusterArn } from '../../contexts/compute/index.ts'
import { clusterCommand } from './cluster-command.ts'
import { emrOperation } from './operation.ts'
import { stepWish } from './step-shapes.ts'

export const runJobFlow = emrOperation<RunJobFlowInput, RunJobFlowOutput>({
  schema: RunJobFlow$,
  async run({ compute, sessions, region }, caller, input) {
    const { Steps = [], StepExecutionRoleArn: roleArn } = input
    const command = clusterCommand(input)
    const { stepConcurrency, releaseLabel } = command
    const role = roleArn === undefined ? {} : { roleArn }
    const wish = {
      steps: Steps.map(stepWish),
      stepConcurrency,
      releaseLabel,
      logUri: input.LogUri,
      ...role,
    }
    const addSteps = wish.steps.length > 0 ? await sessions.planFirstSteps(caller, wish) : undefined
    const { id, accountId } = await compute.runCluster(caller, command, async (tx, cluster) => {
      await addSteps?.(tx, cluster.id)
    })
    return { JobFlowId: id, ClusterArn: clusterArn({ region, accountId }, id) }
  },
})
