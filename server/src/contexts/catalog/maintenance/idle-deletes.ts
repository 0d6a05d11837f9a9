import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { deletesFor } from '../projections/model/deletes.ts'
import { entriesOf } from '../steps/manifests.ts'
import { commitSameRows, liveManifests, manifestsWithout } from './commit-same-rows.ts'
import type { Maintaining } from './maintaining.ts'
import { rewriteSummary } from './model/summary.ts'

/**
 * Takes delete files away that reach no file any more, for what they reached was written anew.
 * What comes later they never reach. Answers how many.
 */
export async function removeIdleDeletes(work: Maintaining): Promise<number> {
  const counts = { idle: 0 }
  await commitSameRows(work, async (metadata, snapshotId) => {
    const manifests = await liveManifests(work, metadata)
    const idle = await idleDeletes(work, metadata, manifests)
    counts.idle = idle.length
    if (idle.length === 0) return undefined
    const gone = idle.map(({ file }) => file)
    const touched = new Set(idle.map(({ manifest }) => manifest))
    const left = await manifestsWithout(work, { metadata, manifests, touched, gone, snapshotId })
    const change = { removed: [], added: [], deletes: gone }
    return { manifests: left, summary: rewriteSummary(metadata, change) }
  })
  return counts.idle
}

/** One manifest of data is in memory at a time. */
async function idleDeletes(
  { deps }: Maintaining,
  metadata: TableMetadata,
  manifests: readonly ManifestFile[],
): Promise<{ file: TableFile; manifest: string }[]> {
  const deletes: { entry: ManifestEntry; manifest: string }[] = []
  for (const manifest of manifests.filter(({ content }) => content === 'deletes'))
    for (const entry of await entriesOf(deps, metadata, manifest))
      deletes.push({ entry, manifest: manifest.location })
  if (deletes.length === 0) return []
  const deletesOf = deletesFor(
    metadata,
    deletes.map(({ entry }) => entry),
  )
  const needed = new Set<TableFile>()
  for (const manifest of manifests.filter(({ content }) => content === 'data'))
    for (const entry of await entriesOf(deps, metadata, manifest)) {
      const { vector, positions, equality } = deletesOf(entry)
      for (const file of [...(vector ? [vector] : []), ...positions, ...equality]) needed.add(file)
    }
  return deletes.flatMap(({ entry: { file }, manifest }) =>
    needed.has(file) ? [] : [{ file, manifest }],
  )
}
