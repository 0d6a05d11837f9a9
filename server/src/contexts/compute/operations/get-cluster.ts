import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchCluster } from '../errors.ts'
import { clusterArn } from '../model/arn.ts'
import type { Cluster } from '../model/cluster.ts'
import { findCluster } from '../store/clusters.ts'

/** The reading actions of EMR on one cluster. */
export type ClusterReading =
  | 'DescribeCluster'
  | 'ListInstances'
  | 'ListInstanceGroups'
  | 'ListBootstrapActions'
  | 'ListSteps'
  | 'DescribeStep'
  | 'GetAutoTerminationPolicy'
  | 'GetManagedScalingPolicy'

/** @throws identity.access-denied, compute.no-such-cluster */
export async function getCluster(
  { sql, identity, region }: ComputeDeps,
  caller: Caller,
  { clusterId, reading }: { clusterId: string; reading: ClusterReading },
): Promise<Cluster> {
  const { accountId } = caller
  const resource = clusterArn({ region, accountId }, clusterId)
  await identity.demand(caller, { action: `elasticmapreduce:${reading}`, resource })
  const cluster = await findCluster(sql, clusterId)
  if (cluster?.accountId !== accountId) throw noSuchCluster({ clusterId })
  return cluster
}
