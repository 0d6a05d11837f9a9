import { invalidUpdate, unreadableFile } from '../errors.ts'
import { fileKey, type ManifestEntry } from '../model/manifest.ts'
import { type ManifestFile, partitionSummaries } from '../model/manifest-list.ts'
import { type Snapshot, snapshotOf, type TableMetadata } from '../model/metadata.ts'
import { canonical } from '../model/schema.ts'
import type { Workings } from '../workings.ts'
import { entriesOf, manifestsOf, schemaFor, specOf } from './manifests.ts'

type Reading = Pick<Workings, 'storage'>

/** What a commit does to the rows that a branch has. */
export type RowEffect = 'INSERT' | 'DELETE'

/** Beyond these a commit is not looked through: who does more must hold both permissions. */
const MANIFESTS_MAX = 1000
const MANIFEST_BYTES_MAX = 32 << 20
const CARRIED_FILES_MAX = 200_000

/**
 * What the branches of `next` gain and lose against `before`, told by their files and not by what
 * the snapshots say of themselves. Manifests that go on as they were are not opened; the others one
 * at a time. What is hidden by a false description counts as lost.
 *
 * @throws catalog.invalid-update where it names files that are not there, or too many
 */
export async function rowEffects(
  deps: Reading,
  before: TableMetadata,
  next: TableMetadata,
): Promise<ReadonlySet<RowEffect>> {
  try {
    return await effectsOf(deps, before, next)
  } catch (error) {
    if (!unreadableFile.matches(error)) throw error
    throw invalidUpdate({ reason: (error as Error).message }, { cause: error })
  }
}

async function effectsOf(
  deps: Reading,
  before: TableMetadata,
  next: TableMetadata,
): Promise<ReadonlySet<RowEffect>> {
  const effects = new Set<RowEffect>()
  for (const [name, ref] of Object.entries(next.refs)) {
    const id = ref['snapshot-id']
    const old = before.refs[name]?.['snapshot-id']
    if (id === old || snapshotOf(before, id)) continue
    const heads = { old: headOf(before, old), head: headOf(next, id) }
    for (const effect of await between(deps, next, heads)) effects.add(effect)
  }
  return effects
}

function headOf(metadata: TableMetadata, id: bigint | undefined): Snapshot | undefined {
  return id === undefined ? undefined : snapshotOf(metadata, id)
}

interface Heads {
  old: Snapshot | undefined
  head: Snapshot | undefined
}

async function between(
  deps: Reading,
  metadata: TableMetadata,
  { old, head }: Heads,
): Promise<Set<RowEffect>> {
  const was = new Map<string, ManifestFile>()
  for (const manifest of await listed(deps, metadata, old)) was.set(manifest.location, manifest)
  const fresh: ManifestFile[] = []
  for (const manifest of await listed(deps, metadata, head)) {
    const known = was.get(manifest.location)
    if (known && carriedOn(known, manifest)) was.delete(known.location)
    else fresh.push(manifest)
  }
  const carried = await filesOf(deps, metadata, [...was.values()])
  const effects = new Set<RowEffect>()
  for (const manifest of fresh)
    for (const effect of await gained(deps, metadata, { manifest, carried })) effects.add(effect)
  for (const { content } of carried.values()) {
    effects.add('DELETE')
    // Without its delete file a row is back.
    if (content !== 'data') effects.add('INSERT')
  }
  return effects
}

/** A table that was of format 2 gives its row ids with the first commit of format 3. */
function carriedOn(was: ManifestFile, now: ManifestFile): boolean {
  const { firstRowId: _, ...ids } = now
  const same = was.firstRowId === undefined ? ids : now
  return canonical(told(was)) === canonical(told(same))
}

/** What readers go by when they choose which manifests to open. */
function told({ keyMetadata: _, partitions, ...manifest }: ManifestFile) {
  return { ...manifest, partitions: bounds(partitions) }
}

interface Carried {
  content: string
  facts: string
}

/** The files of manifests that are gone: each must be found again, as it was. */
async function filesOf(
  deps: Reading,
  metadata: TableMetadata,
  manifests: readonly ManifestFile[],
): Promise<Map<string, Carried>> {
  const files = new Map<string, Carried>()
  for (const manifest of manifests) {
    for (const entry of await opened(deps, metadata, manifest))
      files.set(fileKey(entry.file), { content: entry.file.content, facts: factsOf(entry) })
    if (files.size > CARRIED_FILES_MAX) throw refused('too many files are rewritten')
  }
  return files
}

/** What one new manifest brings; what it carries on as it was is taken from `carried`. */
async function gained(
  deps: Reading,
  metadata: TableMetadata,
  { manifest, carried }: { manifest: ManifestFile; carried: Map<string, Carried> },
): Promise<RowEffect[]> {
  const effects: RowEffect[] = []
  const entries = await opened(deps, metadata, manifest)
  const honest = seenWhole(metadata, manifest, entries)
  for (const entry of entries) {
    const key = fileKey(entry.file)
    if (honest && carried.get(key)?.facts === factsOf(entry)) carried.delete(key)
    // Of one that is known, too: told otherwise it is another, whatever else names it.
    else effects.push(entry.file.content === 'data' ? 'INSERT' : 'DELETE')
  }
  return effects
}

/** Readers pass a manifest by that is said to hold nothing, or nothing of their partition. */
function seenWhole(
  metadata: TableMetadata,
  manifest: ManifestFile,
  entries: readonly ManifestEntry[],
): boolean {
  const spec = specOf(metadata, manifest.specId)
  const partitions = partitionSummaries(entries, schemaFor(metadata, spec), spec)
  const counted = manifest.addedFiles + manifest.existingFiles >= entries.length
  const same = canonical(bounds(partitions)) === canonical(bounds(manifest.partitions))
  return counted && (manifest.partitions === undefined || same)
}

function bounds(partitions: ManifestFile['partitions'] = []) {
  return partitions.map(({ containsNull, containsNan = false, lower, upper }) => ({
    ...{ containsNull, containsNan },
    ...{ lower: lower?.toString('base64') ?? null, upper: upper?.toString('base64') ?? null },
  }))
}

function factsOf({ file, sequenceNumber, fileSequenceNumber }: ManifestEntry): string {
  const plain = (_: string, value: unknown) => {
    if (typeof value === 'bigint') return value.toString()
    return value instanceof Map ? [...value].sort(([one], [other]) => one - other) : value
  }
  return JSON.stringify({ ...file, sequenceNumber, fileSequenceNumber }, plain)
}

async function listed(
  deps: Reading,
  metadata: TableMetadata,
  snapshot: Snapshot | undefined,
): Promise<ManifestFile[]> {
  if (!snapshot) return []
  const location = snapshot['manifest-list']
  await demandSmall(deps, location)
  const manifests = await manifestsOf(deps, metadata, snapshot)
  if (manifests.length > MANIFESTS_MAX) throw refused('it names too many manifests')
  return manifests
}

async function opened(
  deps: Reading,
  metadata: TableMetadata,
  manifest: ManifestFile,
): Promise<ManifestEntry[]> {
  await demandSmall(deps, manifest.location)
  return entriesOf(deps, metadata, manifest)
}

function refused(reason: string) {
  return invalidUpdate({ reason: `its manifests cannot be looked through: ${reason}` })
}

async function demandSmall({ storage }: Reading, location: string): Promise<void> {
  const facts = await storage.stat(location)
  if (!facts) throw refused('it is not there')
  if (facts.sizeBytes > MANIFEST_BYTES_MAX) throw refused('it is too large to be looked through')
}
