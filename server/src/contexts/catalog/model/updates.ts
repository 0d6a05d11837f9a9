import { checkLayout } from './check-layout.ts'
import { checkUpdate } from './check-update.ts'
import type { TableMetadata } from './metadata.ts'
import type { Action, Appliers, Draft, TableUpdate } from './table-update.ts'
import { shapeUpdates } from './update-shape.ts'
import { snapshotUpdates } from './update-snapshots.ts'

const appliers: Appliers<Action> = { ...shapeUpdates, ...snapshotUpdates }

/** What changes how a table is divided and sorted, or by what. */
const LAYOUT: ReadonlySet<Action> = new Set([
  'set-current-schema',
  'set-default-spec',
  'set-default-sort-order',
])

/** The metadata after `updates`, in order. @throws catalog.invalid-update */
export function applyUpdates(
  base: TableMetadata,
  updates: readonly TableUpdate[],
  now: Date,
): TableMetadata {
  const draft: Draft = { metadata: base, now, addedSnapshots: new Set() }
  for (const update of updates) {
    checkUpdate(update)
    const apply = appliers[update.action] as (
      draft: Draft,
      update: TableUpdate,
    ) => Partial<TableMetadata>
    draft.metadata = { ...draft.metadata, ...apply(draft, update) }
  }
  if (updates.some(({ action }) => LAYOUT.has(action))) checkLayout(draft.metadata)
  draft.metadata = withoutPassing(draft)
  const logged = draft.metadata['snapshot-log'].at(-1)?.['timestamp-ms'] ?? 0
  const latest = Math.max(now.getTime(), base['last-updated-ms'], logged)
  return updates.length === 0 ? base : { ...draft.metadata, 'last-updated-ms': latest }
}

/** A snapshot that came and was followed within one commit was never what anybody read. */
function withoutPassing({ metadata, addedSnapshots }: Draft): TableMetadata {
  const current = metadata.refs.main?.['snapshot-id']
  const log = metadata['snapshot-log']
  const passing = (id: bigint) => id !== current && addedSnapshots.has(id)
  const kept = log.filter((entry) => !passing(entry['snapshot-id']))
  return kept.length === log.length ? metadata : { ...metadata, 'snapshot-log': kept }
}

const PREVIOUS_FILES_MAX = 100 // Iceberg: write.metadata.previous-versions-max.

/** Remembers the metadata file that this metadata replaces. */
export function withPreviousFile(
  metadata: TableMetadata,
  previous: { location: string; updatedAtMs: number },
): TableMetadata {
  const wanted = Number(metadata.properties['write.metadata.previous-versions-max'])
  const max = Number.isInteger(wanted) && wanted > 0 ? wanted : PREVIOUS_FILES_MAX
  const entry = { 'metadata-file': previous.location, 'timestamp-ms': previous.updatedAtMs }
  return { ...metadata, 'metadata-log': [...metadata['metadata-log'], entry].slice(-max) }
}
