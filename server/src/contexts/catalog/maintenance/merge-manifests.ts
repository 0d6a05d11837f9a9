import type { ManifestEntry } from '../model/manifest.ts'
import { type ManifestFile, order } from '../model/manifest-list.ts'
import type { TableMetadata } from '../model/metadata.ts'
import type { Value } from '../model/transform.ts'
import { entriesOf } from '../steps/manifests.ts'
import { commitSameRows, liveManifests, writeEntries } from './commit-same-rows.ts'
import { GONE, type Maintaining, type Outcome, present } from './maintaining.ts'
import { rewriteSummary } from './model/summary.ts'

/** Entries that are sorted at once, in memory. */
const ENTRIES_MAX = 200_000

/** Writes many small manifests as few, each of files that lie near each other. */
export async function mergeManifests(work: Maintaining): Promise<Outcome> {
  const { policy } = work
  const found = await present(work)
  if (!found) return GONE
  const { metadata } = found
  const small = (await liveManifests(work, metadata)).filter(
    (one) => one.content === 'data' && one.sizeBytes < policy.targetManifestBytes / 2,
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
  work: Maintaining,
  planned: TableMetadata,
  old: readonly ManifestFile[],
): Promise<number> {
  const { deps, policy } = work
  const specId = old[0]?.specId ?? 0
  const entries: ManifestEntry[] = []
  for (const manifest of old)
    for (const entry of await entriesOf(deps, planned, manifest))
      entries.push({ ...entry, status: 'existing' })
  entries.sort(near)
  const bytes = old.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const each = Math.max(1, Math.floor((policy.targetManifestBytes * entries.length) / bytes))
  const gone = new Map(old.map((one) => [one.location, one]))
  const added: ManifestFile[] = []
  let there = false
  await commitSameRows(work, async (metadata, snapshotId) => {
    const now = await liveManifests(work, metadata)
    // Row ids that were given meanwhile are not those that the entries were read with.
    there = old.every(({ location, firstRowId }) =>
      now.some((one) => one.location === location && one.firstRowId === firstRowId),
    )
    if (!there) return undefined
    for (let from = added.length * each; from < entries.length; from += each) {
      const some = entries.slice(from, from + each)
      const facts = { specId, content: 'data' as const, entries: some, snapshotId }
      added.push(await writeEntries(work, planned, facts))
    }
    const manifests = [...added, ...now.filter(({ location }) => !gone.has(location))]
    const summary = rewriteSummary(metadata, { removed: [], added: [], deletes: [] })
    return { manifests, summary }
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
