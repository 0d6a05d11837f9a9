import type { InstanceGroupConfig, RunJobFlowInput } from '@aws-sdk/client-emr'
import { type RunCluster, STANDARD_RELEASE } from '../../contexts/compute/index.ts'
import { refuseMembers } from '../shared/not-offered.ts'
import type { Checked } from '../shared/operation.ts'
import { scalingLimits } from './scaling-shapes.ts'

const MACHINES = 'machines are made ready by the platform'
const SIZE = 'managed scaling adds and removes machines'
const DISK = 'disk comes with the instance type'
const NETWORK = 'clusters lie behind the platform, not in a network of their own'

const NOT_OFFERED: Partial<Record<keyof RunJobFlowInput, string>> = {
  BootstrapActions: MACHINES,
  CustomAmiId: MACHINES,
  AmiVersion: MACHINES,
  OSReleaseLabel: MACHINES,
  RepoUpgradeOnBoot: MACHINES,
  AdditionalInfo: MACHINES,
  SupportedProducts: MACHINES,
  NewSupportedProducts: MACHINES,
  PlacementGroupConfigs: MACHINES,
  ExtendedSupport: MACHINES,
  KerberosAttributes: 'clusters are opened by cluster session credentials',
  AutoScalingRole: SIZE,
  EbsRootVolumeSize: DISK,
  EbsRootVolumeIops: DISK,
  EbsRootVolumeThroughput: DISK,
  LogEncryptionKmsKeyId: 'logs are kept by the platform',
  MonitoringConfiguration: 'logs are kept by the platform',
  SessionEnabled: 'sessions are opened by Livy',
}
const NOT_OFFERED_OF_INSTANCES: Partial<
  Record<keyof RunJobFlowInput['Instances'] & string, string>
> = {
  InstanceFleets: 'use InstanceGroups',
  Ec2KeyName: 'nobody signs in to a machine',
  EmrManagedMasterSecurityGroup: NETWORK,
  EmrManagedSlaveSecurityGroup: NETWORK,
  ServiceAccessSecurityGroup: NETWORK,
  AdditionalMasterSecurityGroups: NETWORK,
  AdditionalSlaveSecurityGroups: NETWORK,
}
const NOT_OFFERED_OF_GROUP: Partial<Record<keyof InstanceGroupConfig, string>> = {
  BidPrice: 'there is no market of machines',
  EbsConfiguration: DISK,
  AutoScalingPolicy: SIZE,
  CustomAmiId: MACHINES,
  Configurations: 'name them for the whole cluster',
}
/** Names of AWS's own machinery, which every script carries: read back, and of no meaning here. */
const ECHOED = ['LogUri', 'ServiceRole', 'JobFlowRole', 'ScaleDownBehavior'] as const

/** @throws door.invalid-request for what would be a promise if it were taken silently */
export function clusterCommand(input: Checked<RunJobFlowInput>): RunCluster {
  const { Instances, StepConcurrencyLevel = 1 } = input
  refuseMembers(input, NOT_OFFERED)
  refuseMembers(Instances, NOT_OFFERED_OF_INSTANCES, 'Instances.')
  for (const group of Instances.InstanceGroups ?? []) {
    refuseMembers(group, NOT_OFFERED_OF_GROUP, 'InstanceGroups.')
    const SPOT = group.Market === 'SPOT'
    refuseMembers({ SPOT }, { SPOT: 'there is no market of machines' }, 'InstanceGroups.Market ')
  }
  const echoed = ECHOED.flatMap((name) => (input[name] ? [[name, input[name]] as const] : []))
  const tags = (input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const)
  return {
    name: input.Name,
    releaseLabel: input.ReleaseLabel ?? STANDARD_RELEASE,
    groups: groupsOf(Instances),
    configurations: input.Configurations ?? [],
    applications: (input.Applications ?? []).flatMap(({ Name }) => (Name ? [Name] : [])),
    tags: Object.fromEntries(tags),
    echoed: Object.fromEntries(echoed),
    terminationProtected: Instances.TerminationProtected ?? false,
    keepAlive: Instances.KeepJobFlowAliveWhenNoSteps ?? false,
    stepConcurrency: StepConcurrencyLevel,
    idleSecondsMax: input.AutoTerminationPolicy?.IdleTimeout,
    ...(input.SecurityConfiguration && { securityConfiguration: input.SecurityConfiguration }),
    ...(input.ManagedScalingPolicy && { scaling: scalingLimits(input.ManagedScalingPolicy) }),
  }
}

function groupsOf(instances: Checked<RunJobFlowInput>['Instances']): RunCluster['groups'] {
  if (instances.InstanceGroups?.length)
    return instances.InstanceGroups.map(({ Name, InstanceRole, InstanceType, InstanceCount }) => ({
      ...(Name && { name: Name }),
      role: InstanceRole,
      type: InstanceType,
      count: InstanceCount,
    }))
  const { MasterInstanceType: master, SlaveInstanceType, InstanceCount } = instances
  if (master === undefined) return []
  const core = { role: 'CORE' as const, type: SlaveInstanceType ?? master }
  const cores = (InstanceCount ?? 1) - 1
  const groups = [{ role: 'MASTER' as const, type: master, count: 1 }]
  return cores > 0 ? [...groups, { ...core, count: cores }] : groups
}
