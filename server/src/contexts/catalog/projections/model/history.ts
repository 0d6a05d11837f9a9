import type { ManifestEntry } from '../../model/manifest.ts'
import { currentSnapshot, type Snapshot, type TableMetadata } from '../../model/metadata.ts'

/** From `at` on, until the next moment, the table was this snapshot. */
export interface Moment {
  snapshot: Snapshot
  at: number
}

/** The past of the main branch, the oldest moment first: what reads as of an instant go by. */
export type History = readonly Moment[]

/** All of the past that the table still has. What lies before a hole would tell a false story. */
export function historyOf(metadata: TableMetadata): History {
  const current = currentSnapshot(metadata)
  if (!current) return []
  const byId = new Map(metadata.snapshots.map((one) => [one['snapshot-id'], one]))
  const moments: Moment[] = []
  for (const entry of metadata['snapshot-log']) {
    const snapshot = byId.get(entry['snapshot-id'])
    if (snapshot) moments.push({ snapshot, at: entry['timestamp-ms'] })
    else moments.length = 0
  }
  if (moments.at(-1)?.snapshot === current) return moments
  return [{ snapshot: current, at: current['timestamp-ms'] }]
}

/**
 * The last moments whose snapshots are all there. A gap would answer a read as of an instant with
 * an earlier state than the right one, so it ends the history.
 */
export function latestWhole<Each extends Moment>(
  history: readonly Each[],
  there: (moment: Each) => boolean,
): readonly Each[] {
  return history.slice(history.findLastIndex((moment) => !there(moment)) + 1)
}

/** Snapshots in the order in which they are made: the newest first, each one once. */
export function newestFirst(history: History): Snapshot[] {
  return [...new Set(history.toReversed().map(({ snapshot }) => snapshot))]
}

/** The commit that brought a file, counted up with each. Format 1 knows only their order. */
export function commitOf(metadata: TableMetadata, entry: ManifestEntry): number {
  if (metadata['format-version'] > 1) return entry.fileSequenceNumber ?? 0
  return metadata.snapshots.findIndex((one) => one['snapshot-id'] === entry.snapshotId) + 1
}
