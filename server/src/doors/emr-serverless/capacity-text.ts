import type { CapacityLimit } from '../../contexts/compute/index.ts'
import { GIB } from '../../contexts/compute/index.ts'
import { invalidRequest } from '../shared/wire.ts'

interface Texts {
  cpu?: string | undefined
  memory?: string | undefined
  disk?: string | undefined
}

// EMR Serverless API: CpuSize, MemorySize and DiskSize, `4 vCPU` and `16 GB`.
const CPU = /^([1-9]\d{0,4}) ?(vcpu)?$/i
const SIZE = /^([1-9]\d{0,6}) ?(gb)?$/i

/** @throws door.invalid-request */
export function parseCapacity({ cpu, memory, disk }: Texts): CapacityLimit {
  return {
    ...(cpu !== undefined && { cpu: parse(cpu, CPU) }),
    ...(memory !== undefined && { memoryBytes: parse(memory, SIZE) * GIB }),
    ...(disk !== undefined && { diskBytes: parse(disk, SIZE) * GIB }),
  }
}

export function renderCapacity({ cpu, memoryBytes, diskBytes }: CapacityLimit) {
  return {
    cpu: cpu === undefined ? undefined : `${cpu} vCPU`,
    memory: memoryBytes === undefined ? undefined : `${memoryBytes / GIB} GB`,
    disk: diskBytes === undefined ? undefined : `${diskBytes / GIB} GB`,
  }
}

function parse(text: string, pattern: RegExp): number {
  const amount = pattern.exec(text)?.[1]
  if (amount === undefined) throw invalidRequest({ problems: [`"${text}" is no amount`] })
  return Number(amount)
}
