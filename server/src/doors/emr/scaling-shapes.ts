import type * as emr from '@aws-sdk/client-emr'
import type { ScalingLimits } from '../../contexts/compute/index.ts'
import { refuseMembers } from '../shared/not-offered.ts'
import { invalidRequest } from '../shared/wire.ts'

const ADVANCED = 'machines are added as soon as executors wait for them'
const NOT_OFFERED = { UtilizationPerformanceIndex: ADVANCED }

/** @throws door.invalid-request */
export function scalingLimits(policy: emr.ManagedScalingPolicy): ScalingLimits {
  refuseMembers(policy, NOT_OFFERED, 'ManagedScalingPolicy.')
  if (policy.ScalingStrategy === 'ADVANCED') refuseMembers({ ADVANCED }, { ADVANCED })
  const { ComputeLimits: limits } = policy
  if (!limits) throw invalidRequest({ problems: ['ManagedScalingPolicy.ComputeLimits is needed'] })
  const { UnitType: unit, MinimumCapacityUnits, MaximumCapacityUnits } = limits
  if (unit !== 'Instances' && unit !== 'VCPU')
    throw invalidRequest({ problems: [`UnitType "${unit}" is for instance fleets`] })
  return {
    unit,
    minimum: MinimumCapacityUnits ?? 0,
    maximum: MaximumCapacityUnits ?? 0,
    maximumCore: limits.MaximumCoreCapacityUnits,
    maximumOnDemand: limits.MaximumOnDemandCapacityUnits,
  }
}

export function scalingPolicy(limits: ScalingLimits): emr.ManagedScalingPolicy {
  return {
    ComputeLimits: {
      UnitType: limits.unit,
      MinimumCapacityUnits: limits.minimum,
      MaximumCapacityUnits: limits.maximum,
      MaximumCoreCapacityUnits: limits.maximumCore,
      MaximumOnDemandCapacityUnits: limits.maximumOnDemand,
    },
  }
}
