import type { ManifestEntry } from '../../model/manifest.ts'
import { canonical } from '../../model/schema.ts'
import type { Deletes } from '../../projections/model/deletes.ts'

export interface BinPart {
  entry: ManifestEntry
  deletes: Deletes
}

/** Files of one partition that become one file. */
export type Bin = readonly BinPart[]

const SMALL = 0.75 // Iceberg: min-file-size-bytes of rewrite_data_files, of the target.
const INPUTS_MIN = 5 // Iceberg: min-input-files of rewrite_data_files.

/** What is worth writing anew: several small files, and files from which rows were deleted. */
export function planBins(parts: readonly BinPart[], targetBytes: number): Bin[] {
  const groups = new Map<string, BinPart[]>()
  for (const part of parts) {
    if (!thinned(part) && part.entry.file.sizeBytes >= SMALL * targetBytes) continue
    const { specId, partition } = part.entry.file
    const key = canonical([specId, [...partition].sort(([one], [other]) => one - other)])
    const group = groups.get(key) ?? []
    group.push(part)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap((group) => packed(group, targetBytes)).filter(worthIt)
}

/** In the order in which they came, so that rows stay beside those of their time. */
function packed(group: readonly BinPart[], targetBytes: number): Bin[] {
  const age = ({ entry }: BinPart) => entry.sequenceNumber ?? 0
  const bins: BinPart[][] = []
  let room = 0
  for (const part of group.toSorted((one, other) => age(one) - age(other))) {
    const { sizeBytes } = part.entry.file
    if (sizeBytes > room) {
      bins.push([])
      room = Math.max(targetBytes, sizeBytes)
    }
    bins.at(-1)?.push(part)
    room -= sizeBytes
  }
  return bins
}

function worthIt(bin: Bin): boolean {
  return bin.length >= INPUTS_MIN || bin.some(thinned)
}

export function thinned({ deletes: { vector, positions, equality } }: BinPart): boolean {
  return vector !== undefined || positions.length > 0 || equality.length > 0
}

/** Which deletes reach a file; those by position must stay the same until it is replaced. */
export function reachedBy({ vector, positions, equality }: Deletes): {
  positions: string[]
  equality: string[]
} {
  const named = (files: readonly { location: string }[]) => files.map((one) => one.location).sort()
  return {
    positions: named([...(vector ? [vector] : []), ...positions]),
    equality: named(equality),
  }
}
