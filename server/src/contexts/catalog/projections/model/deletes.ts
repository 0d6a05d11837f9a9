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

/** Answers the deletes of any data file. */
export function deletesFor(
  metadata: TableMetadata,
  entries: readonly ManifestEntry[],
): (data: ManifestEntry) => Deletes {
  const everywhere = new Set(
    metadata['partition-specs']
      .filter(({ fields }) => fields.every(({ transform }) => transform === 'void'))
      .map((spec) => spec['spec-id']),
  )
  return (data) => {
    const about = entries.filter((entry) => reaches(entry, data, everywhere))
    const of = (test: (file: TableFile) => boolean) => about.map(({ file }) => file).filter(test)
    const vectors = of((file) => file.format === 'PUFFIN')
    if (vectors.length > 1) throw notSupported({ what: 'two deletion vectors of one file' })
    const [vector] = vectors
    const positions = of((file) => file.content === 'position-deletes' && file.format !== 'PUFFIN')
    const equality = of((file) => file.content === 'equality-deletes')
    return { ...(vector ? { vector, positions: [] } : { positions }), equality }
  }
}

function reaches(
  { file, sequenceNumber = 0, fileSequenceNumber = sequenceNumber }: ManifestEntry,
  data: ManifestEntry,
  everywhere: ReadonlySet<number>,
): boolean {
  const age = data.sequenceNumber ?? 0
  const there = samePlace(file, data.file)
  if (file.content === 'equality-deletes')
    return sequenceNumber > age && (there || everywhere.has(file.specId))
  if (sequenceNumber < age) return false
  // It names files, and none that came after it: such has the age of those that it replaced.
  if (fileSequenceNumber < (data.fileSequenceNumber ?? age)) return false
  return file.referencedFile === undefined ? there : file.referencedFile === data.file.location
}

function samePlace(one: TableFile, other: TableFile): boolean {
  return one.specId === other.specId && text(one) === text(other)
}

function text({ partition }: TableFile): string {
  return canonical([...partition].sort(([one], [other]) => one - other))
}
