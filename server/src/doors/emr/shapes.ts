import type * as emr from '@aws-sdk/client-emr'
import {
  type Cluster,
  clusterArn,
  type InstanceGroup,
  ready,
} from '../../contexts/compute/index.ts'
import type { EmrDeps } from './operation.ts'

/** The state of a cluster as EMR words it. */
export function clusterStatus(cluster: Cluster): emr.ClusterStatus {
  const { state, stateReason, createdAt, readyAt, endedAt } = cluster
  return {
    State: state,
    StateChangeReason: { Code: stateReason.code, Message: stateReason.message },
    Timeline: { CreationDateTime: createdAt, ReadyDateTime: readyAt, EndDateTime: endedAt },
  }
}

export function clusterSummary(cluster: Cluster, { region }: EmrDeps): emr.ClusterSummary {
  return {
    Id: cluster.id,
    Name: cluster.name,
    Status: clusterStatus(cluster),
    NormalizedInstanceHours: 0,
    ClusterArn: clusterArn({ region, accountId: cluster.accountId }, cluster.id),
  }
}

/**
 * Notebook clients take the Livy port from `livy-conf`, and one host from three members that must
 * agree; members for Kerberos and security configurations send them other ways, so they are absent.
 */
export function clusterDetail(cluster: Cluster, deps: EmrDeps): emr.Cluster {
  const { LogUri, ServiceRole, ScaleDownBehavior } = cluster.echoed
  return {
    ...clusterSummary(cluster, deps),
    InstanceCollectionType: 'INSTANCE_GROUP',
    LogUri,
    ServiceRole,
    ScaleDownBehavior: ScaleDownBehavior as emr.ScaleDownBehavior | undefined,
    ReleaseLabel: cluster.releaseLabel,
    AutoTerminate: !cluster.keepAlive,
    TerminationProtected: cluster.terminationProtected,
    VisibleToAllUsers: true,
    Applications: cluster.applications.map((Name) => ({ Name })),
    Tags: Object.entries(cluster.tags).map(([Key, Value]) => ({ Key, Value })),
    MasterPublicDnsName: deps.livyHost,
    Configurations: configurations(cluster),
    StepConcurrencyLevel: cluster.stepConcurrency,
  }
}

function configurations({ configurations, livyPort }: Cluster): emr.Configuration[] {
  const own = configurations.filter(({ Classification }) => Classification !== 'livy-conf')
  const Properties = { 'livy.server.port': String(livyPort) }
  return [...(own as emr.Configuration[]), { Classification: 'livy-conf', Properties }]
}

/** A group and its machines are in the state of their cluster. */
const GROUP_STATES: Record<Cluster['state'], emr.InstanceGroupState & emr.InstanceState> = {
  STARTING: 'PROVISIONING',
  WAITING: 'RUNNING',
  RUNNING: 'RUNNING',
  TERMINATING: 'RUNNING',
  TERMINATED: 'TERMINATED',
  TERMINATED_WITH_ERRORS: 'TERMINATED',
}

export function instanceGroup(group: InstanceGroup, { state, createdAt }: Cluster) {
  const running = ready({ state }) ? group.count : 0
  return {
    Id: group.id,
    Name: group.name,
    Market: 'ON_DEMAND' as const,
    InstanceGroupType: group.role,
    InstanceType: group.instanceType,
    RequestedInstanceCount: group.count,
    RunningInstanceCount: running,
    Status: { State: GROUP_STATES[state], Timeline: { CreationDateTime: createdAt } },
    Configurations: [], // Clients read it as a list even where it is empty.
  }
}

/** All machines of a cluster are the host that its Livy port listens on; the master comes first. */
export function instances(cluster: Cluster, { livyHost }: EmrDeps): emr.Instance[] {
  const { groups, state, createdAt, readyAt, endedAt } = cluster
  const ordered = groups.toSorted(
    (a, b) => Number(b.role === 'MASTER') - Number(a.role === 'MASTER'),
  )
  return ordered.flatMap((group) =>
    group.instanceIds.map((id) => ({
      Id: id,
      Ec2InstanceId: id.replace('ci-', 'i-').toLowerCase(),
      PublicDnsName: livyHost,
      PrivateDnsName: livyHost,
      Status: {
        State: GROUP_STATES[state],
        Timeline: { CreationDateTime: createdAt, ReadyDateTime: readyAt, EndDateTime: endedAt },
      },
      InstanceGroupId: group.id,
      Market: 'ON_DEMAND' as const,
      InstanceType: group.instanceType,
    })),
  )
}
