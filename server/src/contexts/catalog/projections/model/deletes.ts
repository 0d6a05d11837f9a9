import { notSupported } from '../../errors.ts'
import type { ManifestEntry, TableFile } from '../../model/manifest.ts'
import type { TableMetadata } from '../../model/metadata.ts'
import { canonical } from '../../model/schema.ts'

/** What takes rows away from one data file. @see Iceberg spec, "Scan Planning" */
export interface Deletes {
  /** It stands in for all position deletes. */
  vector?: TableFile
  positions: readonly TableFile[]
  equality: readonly TableFile[]
}

/** Answers the deletes of any data file; those that cannot reach it are not looked at. */
export function deletesFor(
  metadata: TableMetadata,
  entries: readonly ManifestEntry[],
): (data: ManifestEntry) => Deletes {
  const everywhere = new Set(
    metadata['partition-specs']
      .filter(({ fields }) => fields.every(({ transform }) => transform === 'void'))
      .map((spec) => spec['spec-id']),
  )
  const places = new Map<string, Placed[]>()
  for (const [order, entry] of entries.entries()) {
    const place = placeOf(entry.file, everywhere)
    const there = places.get(place) ?? []
    there.push({ order, entry })
    places.set(place, there)
  }
  return (data) => {
    const near = [fileOf(data.file.location), partitionKey(data.file), EVERYWHERE]
    const about = near
      .flatMap((place) => places.get(place) ?? [])
      .filter(({ entry }) => reaches(entry, data))
      .sort((one, other) => one.order - other.order)
    const of = (test: (file: TableFile) => boolean) =>
      about.map(({ entry }) => entry.file).filter(test)
    const vectors = of((file) => file.format === 'PUFFIN')
    if (vectors.length > 1) throw notSupported({ what: 'two deletion vectors of one file' })
    const [vector] = vectors
    const positions = of((file) => file.content === 'position-deletes' && file.format !== 'PUFFIN')
    const equality = of((file) => file.content === 'equality-deletes')
    return { ...(vector ? { vector, positions: [] } : { positions }), equality }
  }
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

interface Placed {
  /** Among all of the state, for keys are made of them in that order. */
  order: number
  entry: ManifestEntry
}

const EVERYWHERE = 'everywhere'

function fileOf(location: string): string {
  return `file ${location}`
}

/** Where what a delete file can reach lies: one file, one partition, or anywhere. */
function placeOf(file: TableFile, everywhere: ReadonlySet<number>): string {
  if (file.content === 'equality-deletes')
    return everywhere.has(file.specId) ? EVERYWHERE : partitionKey(file)
  return file.referencedFile === undefined ? partitionKey(file) : fileOf(file.referencedFile)
}

/** Whether a delete file reaches a file at its place goes by their ages. */
function reaches(
  { file, sequenceNumber = 0, fileSequenceNumber = sequenceNumber }: ManifestEntry,
  data: ManifestEntry,
): boolean {
  const age = data.sequenceNumber ?? 0
  if (file.content === 'equality-deletes') return sequenceNumber > age
  // It names files, and none that came after it: such has the age of those that it replaced.
  return sequenceNumber >= age && fileSequenceNumber >= (data.fileSequenceNumber ?? age)
}

/** The same for files of one partition of one spec. */
export function partitionKey({
  specId,
  partition,
}: Pick<TableFile, 'specId' | 'partition'>): string {
  return canonical([specId, [...partition].sort(([one], [other]) => one - other)])
}
