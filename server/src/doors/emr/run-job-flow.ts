import { RunJobFlow$, type RunJobFlowInput, type RunJobFlowOutput } from '@aws-sdk/client-emr'
import { clusterArn } from '../../contexts/compute/index.ts'
import { clusterCommand } from './cluster-command.ts'
import { emrOperation } from './operation.ts'

export const runJobFlow = emrOperation<RunJobFlowInput, RunJobFlowOutput>({
  schema: RunJobFlow$,
  async run({ compute, region }, caller, input) {
    const { id, accountId } = await compute.runCluster(caller, clusterCommand(input))
    return { JobFlowId: id, ClusterArn: clusterArn({ region, accountId }, id) }
  },
})
