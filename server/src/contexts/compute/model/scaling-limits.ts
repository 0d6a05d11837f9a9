import { invalidCluster } from '../errors.ts'

/** How far a cluster is scaled by itself, without its MASTER. @see EMR `ComputeLimits` */
export interface ScalingLimits {
  unit: 'Instances' | 'VCPU'
  minimum: number
  maximum: number
  maximumCore: number | undefined
  maximumOnDemand: number | undefined
}

const UNITS_MAX = 1024 // No cluster here grows to as much.

/** @throws compute.invalid-cluster */
export function checkScaling(limits: ScalingLimits): void {
  const { minimum, maximum, maximumCore = minimum } = limits
  const whole = [minimum, maximum, maximumCore].every((units) => Number.isInteger(units))
  if (!whole || minimum < 1 || maximum > UNITS_MAX)
    throw invalidCluster({ reason: `capacity units must be whole, from 1 to ${UNITS_MAX}` })
  if (maximum < minimum)
    throw invalidCluster({ reason: 'MaximumCapacityUnits is less than MinimumCapacityUnits' })
  if (maximumCore > maximum)
    throw invalidCluster({ reason: 'MaximumCoreCapacityUnits is more than MaximumCapacityUnits' })
}
