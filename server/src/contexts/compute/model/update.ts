import { invalidParameters } from '../errors.ts'
import type { Cluster, RunCluster } from './cluster.ts'

/** What a cluster that lives takes over of what it would be made as now. */
export interface ClusterChange {
  idleSecondsMax: number | undefined
  groups: readonly { groupId: string; count: number }[]
}

/**
 * What a cluster must become to be as it would be made now. Machines may become more or fewer, and
 * it may idle longer: all else would be another cluster.
 *
 * @throws compute.invalid-parameters
 */
export function changeOf(
  cluster: Pick<Cluster, 'name' | 'releaseLabel' | 'groups'>,
  after: RunCluster,
): ClusterChange {
  const fixed = (what: string, one: unknown, other: unknown) => {
    if (one === other) return
    const reason = `${what} of a cluster that lives cannot be changed from "${one}" to "${other}"`
    throw invalidParameters({ reason: `${reason}: provision another product` })
  }
  fixed('the name', cluster.name, after.name)
  fixed('the release', cluster.releaseLabel, after.releaseLabel)
  // A TASK group is no template’s: somebody has added it since.
  const own = cluster.groups.filter(({ role }) => role !== 'TASK')
  fixed('the groups', rolesOf(own), rolesOf(after.groups))
  const groups = own.flatMap(({ id, role, instanceType, count }) => {
    const wanted = after.groups.find((one) => one.role === role)
    fixed(`the instance type of the ${role} group`, instanceType, wanted?.type)
    return !wanted || wanted.count === count ? [] : [{ groupId: id, count: wanted.count }]
  })
  return { idleSecondsMax: after.idleSecondsMax, groups }
}

function rolesOf(groups: readonly { role: string }[]): string {
  return groups
    .map(({ role }) => role)
    .sort()
    .join(' and ')
}

/** Values for an update: chosen, kept as they were, or by default. */
export function updatedValues(
  chosen: readonly { key: string; value?: string | undefined; previous: boolean }[],
  previous: Readonly<Record<string, string>>,
): { key: string; value: string }[] {
  return chosen.map(({ key, value = '', previous: kept }) => {
    if (!kept) return { key, value }
    const before = Object.hasOwn(previous, key) ? previous[key] : undefined
    if (before === undefined)
      throw invalidParameters({ reason: `parameter "${key}" has no previous value` })
    return { key, value: before }
  })
}
