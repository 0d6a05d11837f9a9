import {
  DescribeCluster$,
  type DescribeClusterInput,
  type DescribeClusterOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'
import { clusterDetail } from './shapes.ts'

export const describeCluster = emrOperation<DescribeClusterInput, DescribeClusterOutput>({
  schema: DescribeCluster$,
  async run(deps, caller, { ClusterId }) {
    const wanted = { clusterId: ClusterId, reading: 'DescribeCluster' as const }
    return { Cluster: clusterDetail(await deps.compute.getCluster(caller, wanted), deps) }
  },
})
