import { invalidCluster } from '../errors.ts'
import { type Capacity, GIB } from './capacity.ts'

export interface InstanceType {
  name: string
  architecture: 'X86_64' | 'ARM64'
  capacity: Capacity
  /** What an hour costs inside the firm, in thousandths of its unit of account. */
  hourlyRateMilli: number
}

// vCPU per size, and memory per vCPU and family: https://aws.amazon.com/ec2/instance-types/
const VCPUS = { large: 2, xlarge: 4, '2xlarge': 8, '4xlarge': 16 } as const
const FAMILIES = {
  m5: { architecture: 'X86_64', gibPerVcpu: 4, vcpuRateMilli: 48 },
  m6g: { architecture: 'ARM64', gibPerVcpu: 4, vcpuRateMilli: 38 },
  c5: { architecture: 'X86_64', gibPerVcpu: 2, vcpuRateMilli: 42 },
  r5: { architecture: 'X86_64', gibPerVcpu: 8, vcpuRateMilli: 63 },
} as const
const DISK_GIB_PER_VCPU = 16 // EMR's default EBS storage: 32 GiB for .large, doubling with size.

export const INSTANCE_TYPES: readonly InstanceType[] = Object.entries(FAMILIES).flatMap(
  ([family, { architecture, gibPerVcpu, vcpuRateMilli }]) =>
    Object.entries(VCPUS).map(([size, cpu]) => ({
      name: `${family}.${size}`,
      architecture,
      capacity: {
        cpu,
        memoryBytes: cpu * gibPerVcpu * GIB,
        diskBytes: cpu * DISK_GIB_PER_VCPU * GIB,
      },
      hourlyRateMilli: cpu * vcpuRateMilli,
    })),
)

/** @throws compute.invalid-cluster */
export function instanceType(name: string): InstanceType {
  const found = INSTANCE_TYPES.find((known) => known.name === name)
  const names = INSTANCE_TYPES.map((known) => known.name).join(', ')
  if (!found)
    throw invalidCluster({ reason: `instance type "${name}" is not offered; choose of ${names}` })
  return found
}
