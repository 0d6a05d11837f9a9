import { invalidCluster } from '../errors.ts'
import { type Capacity, type CapacityLimit, capped, type Level, sum } from './capacity.ts'
import { type Cluster, INSTANCES_MAX, type InstanceGroup, newInstanceId } from './cluster.ts'
import { instanceType } from './instance-type.ts'
import { scaledGroup, scaledRange } from './scaling.ts'
import type { ScalingLimits } from './scaling-limits.ts'

/**
 * The cluster with so many machines in a group. Which go is said by `first`, the others last come
 * first; they leave when their executors have ended.
 *
 * @throws compute.invalid-cluster
 */
export function resized(
  cluster: Cluster,
  { groupId, count, first = [] }: { groupId: string; count: number; first?: readonly string[] },
): Cluster {
  const group = cluster.groups.find(({ id }) => id === groupId)
  if (!group) throw invalidCluster({ reason: `Instance group '${groupId}' is not valid.` })
  checkCount(cluster, group, count)
  const named = group.instanceIds.filter((id) => first.includes(id))
  const others = group.instanceIds.filter((id) => !first.includes(id)).toReversed()
  const gone = [...named, ...others].slice(0, Math.max(0, group.count - count))
  const added = Array.from({ length: Math.max(0, count - group.count) }, newInstanceId)
  const kept = group.instanceIds.filter((id) => !gone.includes(id))
  const after: InstanceGroup = {
    ...group,
    count,
    instanceIds: [...kept, ...added],
    leaving: [...(group.leaving ?? []), ...gone].slice(-INSTANCES_MAX),
  }
  return { ...cluster, groups: cluster.groups.map((one) => (one.id === groupId ? after : one)) }
}

function checkCount({ groups }: Cluster, group: InstanceGroup, count: number): void {
  const refuse = (reason: string) => {
    throw invalidCluster({ reason })
  }
  if (group.role === 'MASTER') refuse('the MASTER group has exactly one instance')
  const least = group.role === 'CORE' ? 1 : 0
  if (!Number.isInteger(count) || count < least)
    refuse(`a ${group.role} group has at least ${least} instances`)
  const others = groups.filter(({ id }) => id !== group.id)
  if (others.reduce((total, one) => total + one.count, count) > INSTANCES_MAX)
    refuse(`at most ${INSTANCES_MAX} instances are possible`)
}

/** What a cluster gets of the host: one that grows by itself, what it may grow to. */
export function granted(
  { groups, scaling }: { groups: readonly InstanceGroup[]; scaling?: ScalingLimits | undefined },
  limits: readonly { level: Level; limit: CapacityLimit }[],
): Pick<Cluster, 'wanted' | 'granted' | 'cuts'> {
  const grown = scaling && scaledGroup({ groups })
  const most = scaling ? scaledRange({ groups }, scaling).most : 0
  const parts = groups.flatMap((group) => {
    const count = group.id === grown?.id ? Math.max(group.count, most) : group.count
    return Array<Capacity>(count).fill(instanceType(group.instanceType).capacity)
  })
  const wanted = sum(parts)
  return { wanted, ...capped(wanted, limits) }
}
