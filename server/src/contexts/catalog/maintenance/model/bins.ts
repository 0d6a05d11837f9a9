import type { ManifestEntry } from '../../model/manifest.ts'
import { type Deletes, partitionKey } from '../../projections/model/deletes.ts'
import type { Place } from './place.ts'

export interface BinPart {
  entry: ManifestEntry
  deletes: Deletes
  /** Where the manifest lies that names the file. */
  manifest: string
  /** Where the file goes, if it does not stay in its partition. */
  place?: Place
}

/** Files of one partition that become one file. */
export type Bin = readonly BinPart[]

const SMALL = 0.75 // Iceberg: min-file-size-bytes of rewrite_data_files, of the target.
export const INPUTS_MIN = 5 // Iceberg: min-input-files of rewrite_data_files.
/** Of one statement of DuckDB. */
const INPUTS_MAX = 500

/** The same for files that may become one. */
export function placeKey({ place, entry }: BinPart): string {
  return partitionKey(place ?? entry.file)
}

/** Is a file one that others may join, or one that is better elsewhere or without deleted rows? */
export function due(part: BinPart, targetBytes: number): boolean {
  return worthAlone(part) || part.entry.file.sizeBytes < SMALL * targetBytes
}

/** What is worth writing anew: several small files, and files from which rows were deleted. */
export function planBins(parts: readonly BinPart[], targetBytes: number): Bin[] {
  const groups = new Map<string, BinPart[]>()
  for (const part of parts) {
    const key = placeKey(part)
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
    if (sizeBytes > room || bins.at(-1)?.length === INPUTS_MAX) {
      bins.push([])
      room = Math.max(targetBytes, sizeBytes)
    }
    bins.at(-1)?.push(part)
    room -= sizeBytes
  }
  return bins
}

const COMMIT_BYTES = 8 * 2 ** 30
const COMMIT_FILES = 20_000

/** Bins that are committed together: little is lost by a kill, and in memory for a commit. */
export function sharesOf(bins: readonly Bin[]): Bin[][] {
  const shares: Bin[][] = []
  let bytes = COMMIT_BYTES
  let files = 0
  for (const bin of bins) {
    if (bytes >= COMMIT_BYTES || files >= COMMIT_FILES) {
      shares.push([])
      bytes = 0
      files = 0
    }
    shares.at(-1)?.push(bin)
    bytes += bin.reduce((sum, { entry }) => sum + entry.file.sizeBytes, 0)
    files += bin.length
  }
  return shares
}

function worthIt(bin: Bin): boolean {
  return bin.length >= INPUTS_MIN || bin.some(worthAlone)
}

/** Rows of it are deleted, or its partition is one of earlier. */
export function worthAlone({
  deletes: { vector, positions, equality },
  place,
}: Pick<BinPart, 'deletes' | 'place'>): boolean {
  const thinned = vector !== undefined || positions.length > 0 || equality.length > 0
  return thinned || place !== undefined
}
