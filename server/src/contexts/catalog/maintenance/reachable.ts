import type { StatisticsFile, TableMetadata } from '../model/metadata.ts'
import { entriesOf, manifestsOf } from '../steps/manifests.ts'
import type { Workings } from '../workings.ts'

/**
 * Every file that a table names, some more than once; what was told of an earlier state is left
 * out. One manifest is in memory at a time.
 */
export async function* reachable(
  deps: Pick<Workings, 'storage'>,
  metadata: TableMetadata,
  told: Set<string>,
): AsyncGenerator<string> {
  const fresh = (location: string) => !told.has(location) && told.add(location)
  for (const { 'metadata-file': location } of metadata['metadata-log']) yield location
  for (const statistics of [...metadata.statistics, ...metadata['partition-statistics']])
    yield pathOf(statistics)
  for (const snapshot of metadata.snapshots) {
    if (!fresh(snapshot['manifest-list'])) continue
    yield snapshot['manifest-list']
    for (const manifest of await manifestsOf(deps, metadata, snapshot)) {
      if (!fresh(manifest.location)) continue
      yield manifest.location
      for (const { file } of await entriesOf(deps, metadata, manifest)) yield file.location
    }
  }
}

function pathOf(statistics: StatisticsFile): string {
  return String(statistics['statistics-path'])
}
