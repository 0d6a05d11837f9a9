import {
  DescribeCluster$,
  type DescribeClusterInput,
  type DescribeClusterOutput,
} from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'
import { clusterDetail } from './shapes.ts'

export const describeCluster = emrOperation<DescribeClusterInput, DescribeClusterOutput>({
  schema: DescribeCluster$,
  async run(deps, caller, { ClusterId }, { box }) {
    const wanted = { clusterId: ClusterId, reading: 'DescribeCluster' as const }
    const cluster = await deps.compute.getCluster(caller, wanted)
    // Livy tells clusters apart by their pairs of credentials, whichever port they come in on.
    const livyPort = box === undefined ? cluster.livyPort : deps.port
    return { Cluster: clusterDetail({ ...cluster, livyPort }, deps) }
  },
})
