import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { deletesFor } from '../projections/model/deletes.ts'
import { readableEntries } from '../projections/read-base.ts'
import { liveManifests } from './commit-same-rows.ts'
import type { Maintaining } from './maintaining.ts'
import {
  type Bin,
  type BinPart,
  due,
  INPUTS_MIN,
  placeKey,
  planBins,
  worthAlone,
} from './model/bins.ts'
import { presentPlace } from './model/place.ts'

/** Files that are planned at once, in memory. */
const FILES_MAX = 100_000

/** What is to be written anew of one state of a table. */
export interface Planned {
  metadata: TableMetadata
  /** Where the manifests of the state lie. */
  manifests: ReadonlySet<string>
  bins: readonly Bin[]
  /** There is more of it than was looked at. */
  cut: boolean
}

type Reading = Pick<Maintaining, 'deps' | 'policy'>

/** The partitions where something is worth writing anew, in lots that are planned together. */
export async function partitionsDue(
  work: Reading,
  metadata: TableMetadata,
): Promise<ReadonlySet<string>[]> {
  const found = new Map<string, { files: number; worth: boolean }>()
  const manifests = await liveManifests(work, metadata)
  for await (const part of partsDue(work, metadata, manifests)) {
    const key = placeKey(part)
    const { files, worth } = found.get(key) ?? { files: 0, worth: false }
    found.set(key, {
      files: files + 1,
      worth: worth || worthAlone(part) || files + 1 >= INPUTS_MIN,
    })
  }
  const lots: Set<string>[] = []
  let room = 0
  for (const [key, { files, worth }] of found) {
    if (!worth) continue
    if (files > room) {
      lots.push(new Set())
      room = FILES_MAX
    }
    lots.at(-1)?.add(key)
    room -= files
  }
  return lots
}

/** The bins of some partitions, of the state that is `metadata`. */
export async function planFor(
  work: Reading,
  metadata: TableMetadata,
  { partitions, filesMax = FILES_MAX }: { partitions: ReadonlySet<string>; filesMax?: number },
): Promise<Planned> {
  const manifests = await liveManifests(work, metadata)
  const parts: BinPart[] = []
  let cut = false
  for await (const part of partsDue(work, metadata, manifests)) {
    if (!partitions.has(placeKey(part))) continue
    cut = parts.length === filesMax
    if (cut) break
    parts.push({ ...part, entry: slim(part.entry) })
  }
  return {
    metadata,
    manifests: new Set(manifests.map(({ location }) => location)),
    bins: planBins(parts, work.policy.targetFileBytes),
    cut,
  }
}

/** One manifest of data is in memory at a time, and all that deletes. */
async function* partsDue(
  { deps, policy }: Reading,
  metadata: TableMetadata,
  manifests: readonly ManifestFile[],
): AsyncGenerator<BinPart> {
  const deletes: ManifestEntry[] = []
  for (const manifest of manifests.filter(({ content }) => content === 'deletes'))
    for (const entry of await readableEntries(deps, metadata, manifest)) deletes.push(slim(entry))
  const deletesOf = deletesFor(metadata, deletes)
  for (const manifest of manifests.filter(({ content }) => content === 'data'))
    for (const entry of await readableEntries(deps, metadata, manifest)) {
      const place = policy.presentSpec ? presentPlace(metadata, entry.file) : undefined
      const found = { entry, deletes: deletesOf(entry), manifest: manifest.location }
      const part = { ...found, ...(place && { place }) }
      if (due(part, policy.targetFileBytes)) yield part
    }
}

/** Without its statistics, which are most of it. */
function slim(entry: ManifestEntry): ManifestEntry {
  const {
    columnSizes: _columnSizes,
    valueCounts: _valueCounts,
    nullCounts: _nullCounts,
    nanCounts: _nanCounts,
    lowerBounds: _lowerBounds,
    upperBounds: _upperBounds,
    splitOffsets: _splitOffsets,
    ...file
  } = entry.file
  return { ...entry, file: file satisfies TableFile }
}
