import { notSupported } from '../errors.ts'
import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import type { Snapshot, TableMetadata } from '../model/metadata.ts'
import { demandOwn, entriesOf, manifestsOf } from '../steps/manifests.ts'
import type { ProjectionWorkings } from './deps.ts'

export interface BaseEntries {
  data: readonly ManifestEntry[]
  deletes: readonly ManifestEntry[]
}

/** Reads the entries of snapshots of one table; most manifests are in many of them. */
export type ReadBase = (snapshot: Snapshot) => Promise<BaseEntries>

export function createReadBase(
  deps: Pick<ProjectionWorkings, 'storage'>,
  metadata: TableMetadata,
): ReadBase {
  const known = new Map<string, Promise<ManifestEntry[]>>()
  return async (snapshot) => {
    const data: ManifestEntry[] = []
    const deletes: ManifestEntry[] = []
    for (const manifest of await manifestsOf(deps, metadata, snapshot)) {
      const read = known.get(manifest.location) ?? readableEntries(deps, metadata, manifest)
      known.set(manifest.location, read)
      for (const entry of await read)
        if (entry.file.content === 'data') data.push(entry)
        else deletes.push(entry)
    }
    return { data, deletes }
  }
}

/** The live entries of a manifest, all of which can be read here. @throws catalog.not-supported */
export async function readableEntries(
  deps: Pick<ProjectionWorkings, 'storage'>,
  metadata: TableMetadata,
  manifest: ManifestFile,
): Promise<ManifestEntry[]> {
  if (manifest.keyMetadata) throw notSupported({ what: 'an encrypted manifest' })
  const entries = await entriesOf(deps, metadata, manifest)
  for (const { file } of entries) {
    demandOwn(metadata.location, file.location)
    demandReadable(file)
  }
  return entries
}

/** Whoever commits writes the manifests: only files of the table itself are read for it. */
function demandReadable({ format, content, keyMetadata, blob }: TableFile): void {
  if (keyMetadata) throw notSupported({ what: 'an encrypted file' })
  const vector = format === 'PUFFIN' && content === 'position-deletes' && blob !== undefined
  if (format !== 'PARQUET' && !vector) throw notSupported({ what: `the format ${format}` })
}
