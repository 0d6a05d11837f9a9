import type { Cluster, InstanceGroup } from './cluster.ts'
import { instanceType } from './instance-type.ts'
import { engineOf, STANDARD_ENGINE } from './release.ts'
import type { ScalingLimits } from './scaling-limits.ts'

/** What one driver wants to have of its cluster. */
export interface ExecutorsWish {
  count: number
  size: ExecutorSize
}

/** What one executor is given. */
export interface ExecutorSize {
  cores: number
  /** Of the whole box. */
  memoryMib: number
  jvmMib: number
  temporaryMib: number
}

const MIB = 2 ** 20

export function workerGroups({ groups }: Pick<Cluster, 'groups'>): InstanceGroup[] {
  return groups.filter(({ role }) => role !== 'MASTER')
}

/** Instances that run executors; a cluster without them runs all in its drivers. */
export function workers(cluster: Pick<Cluster, 'groups' | 'releaseLabel'>): number {
  if (engineOf(cluster.releaseLabel) !== STANDARD_ENGINE) return 0
  return workerGroups(cluster).reduce((total, { count }) => total + count, 0)
}

/** The group that comes and goes: machines of tasks, else those of the core. */
export function scaledGroup(cluster: Pick<Cluster, 'groups'>): InstanceGroup | undefined {
  const groups = workerGroups(cluster)
  return groups.find(({ role }) => role === 'TASK') ?? groups[0]
}

/** From how many to how many instances the scaled group goes. */
export function scaledRange(
  cluster: Pick<Cluster, 'groups'>,
  limits: ScalingLimits,
): { least: number; most: number } {
  const group = scaledGroup(cluster)
  if (!group) return { least: 0, most: 0 }
  const others = workerGroups(cluster).filter(({ id }) => id !== group.id)
  const units = ({ instanceType: name }: InstanceGroup) =>
    limits.unit === 'VCPU' ? instanceType(name).capacity.cpu : 1
  const taken = others.reduce((total, one) => total + one.count * units(one), 0)
  const core = group.role === 'CORE'
  const own = core ? (limits.maximumCore ?? limits.maximum) : limits.maximum
  const most = Math.floor((Math.min(own, limits.maximum) - taken) / units(group))
  const least = Math.ceil((limits.minimum - taken) / units(group))
  // A core group is never empty.
  const floor = core ? 1 : 0
  return { least: Math.max(floor, Math.min(least, most)), most: Math.max(floor, most) }
}

/** How many machines of `type` hold all executors that are wanted. */
export function machinesNeeded(wishes: readonly ExecutorsWish[], type: string): number {
  const { cpu, memoryBytes } = instanceType(type).capacity
  const parts = wishes.map(({ count, size }) => {
    const perMachine = Math.min(
      Math.floor(cpu / size.cores),
      Math.floor(memoryBytes / MIB / size.memoryMib),
    )
    return perMachine > 0 ? count / perMachine : 0
  })
  return Math.ceil(parts.reduce((total, part) => total + part, 0))
}

/**
 * How many machines there should be: at once as many as pending executors need; fewer only by those
 * that have been idle for long enough, or where there are more than may be.
 */
export function scaledCount(now: {
  count: number
  needed: number
  idle: number
  range: { least: number; most: number }
}): number {
  const { count, needed, idle, range } = now
  const target = Math.min(range.most, Math.max(range.least, needed))
  if (target >= count) return target
  return Math.min(range.most, Math.max(target, count - idle))
}
