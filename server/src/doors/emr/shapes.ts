import type * as emr from '@aws-sdk/client-emr'
import {
  type Cluster,
  clusterArn,
  type InstanceGroup,
  type MachineState as Machine,
  ready,
  workers,
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
 * agree; members for Kerberos send them other ways, so they are absent.
 */
export function clusterDetail(cluster: Cluster, deps: EmrDeps): emr.Cluster {
  const { LogUri, ServiceRole, ScaleDownBehavior } = cluster.echoed
  return {
    ...clusterSummary(cluster, deps),
    InstanceCollectionType: 'INSTANCE_GROUP',
    LogUri,
    ServiceRole,
    SecurityConfiguration: cluster.securityConfiguration,
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

type MachineState = emr.InstanceGroupState & emr.InstanceState

/** Machines are in the state of their cluster, as long as none of their own is known. */
const CLUSTER_STATES: Record<Cluster['state'], MachineState> = {
  STARTING: 'PROVISIONING',
  WAITING: 'PROVISIONING',
  RUNNING: 'PROVISIONING',
  TERMINATING: 'RUNNING',
  TERMINATED: 'TERMINATED',
  TERMINATED_WITH_ERRORS: 'TERMINATED',
}

/** Of a worker, as the cluster's master sees it; one that leaves runs as long as its tasks do. */
const STAGES: Record<Machine['stage'], MachineState> = {
  joining: 'BOOTSTRAPPING',
  up: 'RUNNING',
  draining: 'RUNNING',
}

function stateOf(
  { id, role }: { id: string; role: InstanceGroup['role'] },
  cluster: Cluster,
  machines: readonly Machine[],
): MachineState {
  const { state } = cluster
  if (!ready({ state })) return CLUSTER_STATES[state]
  if (role === 'MASTER' || workers(cluster) === 0) return 'RUNNING'
  const machine = machines.find((one) => one.id === id)
  return machine ? STAGES[machine.stage] : CLUSTER_STATES[state]
}

export function instanceGroup(
  group: InstanceGroup,
  cluster: Cluster,
  machines: readonly Machine[],
) {
  const { role } = group
  const states = machinesOf(group, machines).map((id) => stateOf({ id, role }, cluster, machines))
  const running = ready(cluster) ? states.filter((state) => state === 'RUNNING').length : 0
  const settled = ready(cluster) ? 'RUNNING' : CLUSTER_STATES[cluster.state]
  const resizing = ready(cluster) && running !== group.count
  return {
    Id: group.id,
    Name: group.name,
    Market: 'ON_DEMAND' as const,
    InstanceGroupType: group.role,
    InstanceType: group.instanceType,
    RequestedInstanceCount: group.count,
    RunningInstanceCount: running,
    Status: {
      State: resizing ? ('RESIZING' as const) : settled,
      Timeline: { CreationDateTime: cluster.createdAt },
    },
    Configurations: [], // Clients read it as a list even where it is empty.
  }
}

/** Those that are wanted, and those that still finish their tasks. */
function machinesOf({ instanceIds, leaving = [] }: InstanceGroup, machines: readonly Machine[]) {
  return [...instanceIds, ...leaving.filter((left) => machines.some(({ id }) => id === left))]
}

/** All machines of a cluster are the host that its Livy port listens on; the master comes first. */
export function instances(
  cluster: Cluster,
  machines: readonly Machine[],
  { livyHost }: EmrDeps,
): emr.Instance[] {
  const { groups, createdAt, readyAt, endedAt } = cluster
  const ordered = groups.toSorted(
    (a, b) => Number(b.role === 'MASTER') - Number(a.role === 'MASTER'),
  )
  return ordered.flatMap((group) =>
    machinesOf(group, machines).map((id) => ({
      Id: id,
      Ec2InstanceId: id.replace('ci-', 'i-').toLowerCase(),
      PublicDnsName: livyHost,
      PrivateDnsName: livyHost,
      Status: {
        State: stateOf({ id, role: group.role }, cluster, machines),
        Timeline: { CreationDateTime: createdAt, ReadyDateTime: readyAt, EndDateTime: endedAt },
      },
      InstanceGroupId: group.id,
      Market: 'ON_DEMAND' as const,
      InstanceType: group.instanceType,
    })),
  )
}
