import type { RunJobFlowInput } from '@aws-sdk/client-emr'
import type { RunCluster } from '../../contexts/compute/index.ts'
import { defineError } from '../../foundation/errors.ts'
import type { Checked } from '../shared/operation.ts'

export const memberNotOffered = defineError<{ member: string; reason: string }>({
  code: 'emr.member-not-offered',
  kind: 'invalid',
  message: ({ member, reason }) => `${member} is not offered: ${reason}`,
})

/** Members that would be promises if they were taken silently. */
const NOT_OFFERED: Partial<Record<keyof RunJobFlowInput, string>> = {
  Steps: 'run code by a session or a serverless job run',
  BootstrapActions: 'machines are made ready by the platform',
  KerberosAttributes: 'clusters are opened by cluster session credentials',
  ManagedScalingPolicy: 'a cluster keeps the size that it was created with',
  CustomAmiId: 'machines are made ready by the platform',
}
const ECHOED = ['LogUri', 'ServiceRole', 'JobFlowRole', 'ScaleDownBehavior'] as const

/** @throws emr.member-not-offered */
export function clusterCommand(input: Checked<RunJobFlowInput>): RunCluster {
  for (const [member, reason] of Object.entries(NOT_OFFERED)) {
    const value = input[member as keyof typeof input]
    const given = Array.isArray(value) ? value.length > 0 : value !== undefined
    if (given) throw memberNotOffered({ member, reason })
  }
  const { Instances } = input
  const echoed = ECHOED.flatMap((name) => (input[name] ? [[name, input[name]] as const] : []))
  const tags = (input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const)
  return {
    name: input.Name,
    releaseLabel: input.ReleaseLabel ?? 'emr-7.9.0',
    groups: groupsOf(Instances),
    configurations: input.Configurations ?? [],
    applications: (input.Applications ?? []).flatMap(({ Name }) => (Name ? [Name] : [])),
    tags: Object.fromEntries(tags),
    echoed: Object.fromEntries(echoed),
    terminationProtected: Instances.TerminationProtected ?? false,
    keepAlive: Instances.KeepJobFlowAliveWhenNoSteps ?? false,
    idleSecondsMax: input.AutoTerminationPolicy?.IdleTimeout,
  }
}

function groupsOf(instances: Checked<RunJobFlowInput>['Instances']): RunCluster['groups'] {
  if (instances.InstanceFleets?.length)
    throw memberNotOffered({ member: 'InstanceFleets', reason: 'use InstanceGroups' })
  if (instances.InstanceGroups?.length)
    return instances.InstanceGroups.map(({ Name, InstanceRole, InstanceType, InstanceCount }) => ({
      ...(Name && { name: Name }),
      role: InstanceRole,
      type: InstanceType,
      count: InstanceCount,
    }))
  const { MasterInstanceType, SlaveInstanceType, InstanceCount } = instances
  const master = MasterInstanceType ?? 'm5.xlarge'
  const core = { role: 'CORE' as const, type: SlaveInstanceType ?? master }
  const cores = (InstanceCount ?? 1) - 1
  const groups = [{ role: 'MASTER' as const, type: master, count: 1 }]
  return cores > 0 ? [...groups, { ...core, count: cores }] : groups
}
