import type { ManifestEntry } from '../model/manifest.ts'
import { type ManifestFile, order } from '../model/manifest-list.ts'
import { currentSnapshot, type TableMetadata } from '../model/metadata.ts'
import type { Value } from '../model/transform.ts'
import { commit } from '../steps/commit.ts'
import { entriesOf, manifestsOf, schemaFor, specOf } from '../steps/manifests.ts'
import { newSnapshotId, putManifest, putSnapshot } from '../steps/put-snapshot.ts'
import { insertMaintenanceCommit } from '../store/maintenance.ts'
import { GONE, type Maintaining, type Outcome, present, skipped } from './maintaining.ts'
import { rewriteSummary } from './model/summary.ts'

/** Entries that are sorted at once, in memory. */
const ENTRIES_MAX = 200_000

/** Writes many small manifests as few, each of files that lie near each other. */
export async function mergeManifests(work: Maintaining): Promise<Outcome> {
  const { deps, policy } = work
  const found = await present(work)
  if (!found) return GONE
  const { metadata } = found
  if (metadata['format-version'] !== 2)
    return skipped('tables of another format version than 2 are not written')
  const small = (await manifestsOf(deps, metadata, currentSnapshot(metadata))).filter(
    (one) =>
      one.content === 'data' &&
      one.addedFiles + one.existingFiles > 0 &&
      one.sizeBytes < policy.targetManifestBytes / 2,
  )
  const counts = { manifestsRemoved: 0, manifestsAdded: 0 }
  for (const specId of new Set(small.map((one) => one.specId))) {
    const old = within(small.filter((one) => one.specId === specId))
    if (old.length < policy.manifestsMin) continue
    const added = await merged(work, metadata, old)
    counts.manifestsRemoved += added > 0 ? old.length : 0
    counts.manifestsAdded += added
  }
  return { state: 'done', counts }
}

function within(manifests: readonly ManifestFile[]): ManifestFile[] {
  let entries = 0
  return manifests.filter(({ addedFiles, existingFiles }) => {
    entries += addedFiles + existingFiles
    return entries <= ENTRIES_MAX
  })
}

/** Answers how many came of `old`; none where they are no longer all there. */
async function merged(
  { deps, policy, tableId, caller }: Maintaining,
  planned: TableMetadata,
  old: readonly ManifestFile[],
): Promise<number> {
  const snapshotId = newSnapshotId()
  const spec = specOf(planned, old[0]?.specId ?? 0)
  const entries: ManifestEntry[] = []
  for (const manifest of old)
    for (const entry of await entriesOf(deps, planned, manifest))
      entries.push({ ...entry, status: 'existing' })
  entries.sort(near)
  const bytes = old.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const each = Math.max(1, Math.floor((policy.targetManifestBytes * entries.length) / bytes))
  const added: ManifestFile[] = []
  for (let from = 0; from < entries.length; from += each) {
    const some = entries.slice(from, from + each)
    const layout = { spec, schema: schemaFor(planned, spec), content: 'data' as const }
    const manifest = { ...layout, entries: some, snapshotId }
    added.push(await putManifest(deps, planned.location, manifest))
  }
  const gone = new Set(old.map(({ location }) => location))
  let there = false
  await commit(deps, caller, tableId, {
    sameRows: true,
    make: async ({ metadata }) => {
      const now = await manifestsOf(deps, metadata, currentSnapshot(metadata))
      there = [...gone].every((location) => now.some((one) => one.location === location))
      if (!there) return metadata
      const manifests = [...added, ...now.filter(({ location }) => !gone.has(location))]
      const summary = rewriteSummary(metadata, { removed: [], added: [], deletes: new Set() })
      return putSnapshot(deps, metadata, { id: snapshotId, manifests, summary })
    },
    alongside: async (tx) => {
      await insertMaintenanceCommit(tx, { tableId, snapshotId })
      return true
    },
  })
  if (!there) await deps.storage.remove(added.map(({ location }) => location))
  return there ? added.length : 0
}

/** By partition, then by age. */
function near(one: ManifestEntry, other: ManifestEntry): number {
  for (const [field, value] of one.file.partition) {
    const difference = compared(value, other.file.partition.get(field) ?? null)
    if (difference !== 0) return difference
  }
  return (one.sequenceNumber ?? 0) - (other.sequenceNumber ?? 0)
}

function compared(one: Value | null, other: Value | null): number {
  if (one === null || other === null) return Number(other === null) - Number(one === null)
  return order(one, other)
}
