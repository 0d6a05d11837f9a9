import { randomBytes } from 'node:crypto'
import { type ManifestEntry, writeManifest } from '../model/manifest.ts'
import { describeManifest, writeManifestList } from '../model/manifest-list.ts'
import type { PartitionSpec, Snapshot } from '../model/metadata.ts'
import {
  insertManifest,
  insertSnapshot,
  type StoredManifest,
  useManifests,
} from '../store/projection-history.ts'
import type { StoredFile } from '../store/projections.ts'
import type { ProjectionWorkings } from './deps.ts'
import { type Making, makeFiles, type Part, partsOf } from './make-files.ts'
import { sequenceNumberOf } from './model/derive.ts'
import { type Totals, totalsOf, totalsSum } from './model/summary.ts'
import type { ReadBase } from './read-base.ts'
import { fromStored, fromStoredManifest, toStoredManifest } from './stored-file.ts'
import type { Wanted } from './wanted.ts'

/** Manifests hold the files of so many commits in a row, so that most never change any more. */
const COMMITS_PER_MANIFEST = 64
/** Iceberg's ids are positive: no snapshot has brought what is in such a manifest. */
const NO_SNAPSHOT = 0n

export interface Block {
  key: string
  spec: PartitionSpec
  parts: Part[]
}

/** Makes one snapshot of a projection; of two makers the first one's is kept. */
export async function makeSnapshot(
  deps: ProjectionWorkings,
  wanted: Wanted,
  snapshot: Snapshot,
  making: Making & { readBase: ReadBase },
): Promise<void> {
  const blocks = blocksOf(wanted, snapshot, await partsOf(wanted, snapshot, making.readBase))
  const keys = blocks.map(({ key }) => key)
  const known = await useManifests(deps.sql, wanted.id, keys, deps.clock())
  const manifests = new Map(known.map((one) => [one.key, one.manifest]))
  const missing = blocks.filter(({ key }) => !manifests.has(key))
  const parts = missing.flatMap((block) => block.parts)
  const files = await makeFiles(deps, wanted, parts, making)
  for (const block of missing)
    manifests.set(block.key, await makeManifest(deps, wanted, { block, snapshot, files }))
  const filled = [...manifests.values()].filter((one) => one !== undefined)
  await writeSnapshot(deps, wanted, { snapshot, keys, filled })
}

/** The parts of each spec and each so many commits. */
export function blocksOf({ keys }: Wanted, snapshot: Snapshot, parts: readonly Part[]): Block[] {
  const blocks = new Map<string, Omit<Block, 'key'>>()
  for (const part of parts) {
    const { spec } = part.group
    const name = `${spec['spec-id']} ${Math.floor(part.commit / COMMITS_PER_MANIFEST)}`
    const block = blocks.get(name) ?? { spec, parts: [] }
    block.parts.push(part)
    blocks.set(name, block)
  }
  return [...blocks.values()].map((block) => {
    const content = block.parts
      .map((part) => [part.key, part.commit, part.snapshotId, isNew(part, snapshot)])
      .sort()
    return { ...block, key: keys.manifest([block.spec['spec-id'], content]) }
  })
}

/** Incremental readers take what the snapshot brought, and nothing a second time. */
function isNew({ snapshotId, thinned }: Part, snapshot: Snapshot): boolean {
  return snapshotId === snapshot['snapshot-id'] && !thinned
}

async function makeManifest(
  deps: ProjectionWorkings,
  wanted: Wanted,
  of: { block: Block; snapshot: Snapshot; files: ReadonlyMap<string, StoredFile | undefined> },
): Promise<StoredManifest | undefined> {
  const { key, parts } = of.block
  const fileKeys = [...new Set(parts.map((part) => part.key))]
  const manifest = await writtenManifest(deps, wanted, of)
  const mine = { projectionId: wanted.id, key, manifest, fileKeys, usedAt: deps.clock() }
  if (await insertManifest(deps.sql, mine)) return manifest
  if (manifest) await deps.storage.remove([manifest.location])
  const [theirs] = await useManifests(deps.sql, wanted.id, [key], deps.clock())
  return theirs?.manifest
}

/** A manifest of the files of a block; undefined where none of them has rows. */
export async function writtenManifest(
  { storage }: ProjectionWorkings,
  { location: root, plan }: Wanted,
  { block, snapshot, files }: Parameters<typeof makeManifest>[2],
): Promise<StoredManifest | undefined> {
  const entries = block.parts
    .flatMap((part) => {
      const file = files.get(part.key)
      return file ? [entryOf(part, file, snapshot)] : []
    })
    // Names are random, so their order says nothing of the base.
    .sort((one, other) => (one.file.location < other.file.location ? -1 : 1))
  if (entries.length === 0) return undefined
  const layout = { formatVersion: 2, schema: plan.schema, spec: block.spec }
  const options = { ...layout, content: 'data' as const }
  const bytes = writeManifest(entries, options)
  const location = `${root}/${randomName()}.avro`
  await storage.write(location, bytes)
  const brings = entries.some(({ status }) => status === 'added')
  const snapshotId = brings ? snapshot['snapshot-id'] : NO_SNAPSHOT
  const numbers = entries.map(({ sequenceNumber }) => sequenceNumber ?? 1)
  const described = {
    ...describeManifest(entries, { ...options, location, sizeBytes: bytes.length, snapshotId }),
    sequenceNumber: Math.max(...numbers),
    minSequenceNumber: Math.min(...numbers),
  }
  return toStoredManifest(described, totalsOf(entries.map(({ file }) => file)))
}

function entryOf(part: Part, file: StoredFile, snapshot: Snapshot): ManifestEntry {
  const [first] = part.group.entries
  const number = Math.max(1, first?.fileSequenceNumber ?? 0)
  return {
    status: isNew(part, snapshot) ? 'added' : 'existing',
    snapshotId: part.snapshotId,
    sequenceNumber: number,
    fileSequenceNumber: number,
    file: fromStored(file, part.group),
  }
}

async function writeSnapshot(
  deps: ProjectionWorkings,
  wanted: Wanted,
  of: { snapshot: Snapshot; keys: readonly string[]; filled: readonly StoredManifest[] },
): Promise<void> {
  const list = await writtenList(deps, wanted, of)
  const row = { projectionId: wanted.id, key: wanted.keys.snapshot(of.snapshot), ...list }
  const mine = { ...row, manifestKeys: [...of.keys], usedAt: deps.clock() }
  if (!(await insertSnapshot(deps.sql, mine))) await deps.storage.remove([list.manifestList])
}

/** The manifest list of a snapshot that consists of `filled`. */
export async function writtenList(
  { storage }: ProjectionWorkings,
  { location }: Wanted,
  { snapshot, filled }: { snapshot: Snapshot; filled: readonly StoredManifest[] },
): Promise<{ manifestList: string; totals: Totals }> {
  const manifestList = `${location}/${randomName()}.avro`
  const manifests = filled.map(fromStoredManifest)
  const list = writeManifestList(
    manifests.sort((one, other) => (one.location < other.location ? -1 : 1)),
    {
      formatVersion: 2,
      snapshotId: snapshot['snapshot-id'],
      parentSnapshotId: snapshot['parent-snapshot-id'] ?? undefined,
      sequenceNumber: sequenceNumberOf(snapshot),
    },
  )
  await storage.write(manifestList, list)
  const brought = manifests.filter((one) => one.addedSnapshotId === snapshot['snapshot-id'])
  const count = (key: 'addedFiles' | 'addedRows') => brought.reduce((sum, one) => sum + one[key], 0)
  const added = { files: count('addedFiles'), records: count('addedRows') }
  return { manifestList, totals: { ...totalsSum(filled.map((one) => one.totals)), added } }
}

function randomName(): string {
  return randomBytes(20).toString('hex')
}
