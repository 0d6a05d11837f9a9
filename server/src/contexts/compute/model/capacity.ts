/** How much of a machine. Also used for maxima, where an absent member is unbounded. */
export interface Capacity {
  /** vCPUs; parts of one are possible. */
  cpu: number
  memoryBytes: number
  diskBytes: number
}

export type CapacityLimit = Partial<Capacity>

export const GIB = 1024 ** 3

export const RESOURCES = ['cpu', 'memoryBytes', 'diskBytes'] as const
export type Resource = (typeof RESOURCES)[number]

/** `owner` is the cluster or application; the others lie around it. */
export type Level = 'cluster' | 'application' | 'account' | 'platform'

/** One maximum and what is already taken of it. */
export interface LevelUse {
  level: Level
  limit: CapacityLimit
  used: Capacity
}

export interface Excess {
  level: Level
  resource: Resource
  limit: number
  used: number
  wanted: number
}

/** The first maximum that `wanted` would break, from the owner outwards. */
export function firstExcess(wanted: Capacity, levels: readonly LevelUse[]): Excess | undefined {
  for (const { level, limit, used } of levels)
    for (const resource of RESOURCES) {
      const most = limit[resource]
      if (most !== undefined && used[resource] + wanted[resource] > most)
        return { level, resource, limit: most, used: used[resource], wanted: wanted[resource] }
    }
  return undefined
}

export function sum(parts: readonly Capacity[]): Capacity {
  const total: Capacity = { cpu: 0, memoryBytes: 0, diskBytes: 0 }
  for (const part of parts) for (const resource of RESOURCES) total[resource] += part[resource]
  return total
}

/** A maximum that made less of what was wanted. */
export interface Cut {
  level: Level
  resource: Resource
}

/** What of `wanted` fits under every limit, and which limit cut it. */
export function capped(
  wanted: Capacity,
  limits: readonly { level: Level; limit: CapacityLimit }[],
): { granted: Capacity; cuts: Cut[] } {
  const granted = { ...wanted }
  const cuts: Cut[] = []
  for (const resource of RESOURCES)
    for (const { level, limit } of limits) {
      const most = limit[resource]
      if (most === undefined || most >= granted[resource]) continue
      granted[resource] = most
      cuts.push({ level, resource })
    }
  return { granted, cuts }
}

/** `4 vCPU, 16 GiB memory, 40 GiB disk` */
export function capacityText({ cpu, memoryBytes, diskBytes }: Capacity): string {
  return `${tenth(cpu)} vCPU, ${gib(memoryBytes)} memory, ${gib(diskBytes)} disk`
}

/** An amount of one resource: `4 vCPU`, `16 GiB`. */
export function amountText(resource: Resource, amount: number): string {
  return resource === 'cpu' ? `${tenth(amount)} vCPU` : gib(amount)
}

function gib(bytes: number): string {
  return `${tenth(bytes / GIB)} GiB`
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
