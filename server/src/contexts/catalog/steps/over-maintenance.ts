import { randomUUID } from 'node:crypto'
import type { CommitTable } from '../model/face.ts'
import { type ManifestFile, writeManifestList } from '../model/manifest-list.ts'
import { type Snapshot, snapshotOf, type TableMetadata } from '../model/metadata.ts'
import { nextRowId } from '../model/snapshot.ts'
import type { TableRequirement, TableUpdate } from '../model/table-update.ts'
import { maintenanceCommits } from '../store/maintenance.ts'
import type { Workings } from '../workings.ts'
import type { State } from './commit.ts'
import { manifestsOf } from './manifests.ts'

/** A commit, and the state that it counts from: what it does to rows is told against that. */
export interface Rebased extends CommitTable {
  before: TableMetadata
}

/**
 * Maintenance changes no rows, so nobody's commit may fail for it. A writer who began before it is
 * put after it: an append keeps what maintenance has done; anything else was made of the files of
 * before, and takes them back, to be maintained another time.
 */
export async function overMaintenance(
  deps: Pick<Workings, 'sql' | 'storage'>,
  { table, metadata }: State,
  command: CommitTable,
): Promise<Rebased> {
  const as = { ...command, before: metadata }
  const added = command.updates.flatMap((one) =>
    one.action === 'add-snapshot' ? [one.snapshot] : [],
  )
  const [first] = added
  if (!first) return as
  const ids = unseenBy(first, metadata)
  if (ids.length === 0) return as
  const known = await maintenanceCommits(deps.sql, table.id, ids)
  const numbered = metadata['format-version'] > 1
  if (numbered && ids.some((id) => !known.has(id))) return as
  const heads = movedHeads(metadata, command, known)
  if (!heads || (heads.size === 0 && !numbered)) return as
  return rebased(deps, { metadata, command, added, heads })
}

/** The snapshots that came after the newest state that the writer can have seen. */
function unseenBy(first: Snapshot, metadata: TableMetadata): bigint[] {
  const { snapshots } = metadata
  const parent = first['parent-snapshot-id']
  // Format 1 has no numbers: what other branches have done meanwhile is nothing to the writer.
  const since =
    metadata['format-version'] > 1
      ? snapshots.filter((one) => one['sequence-number'] >= first['sequence-number'])
      : snapshots.slice(snapshots.findIndex((one) => one['snapshot-id'] === parent) + 1)
  return since.map((one) => one['snapshot-id'])
}

/** Branch -> where maintenance has led it, and where it was before. */
type Heads = ReadonlyMap<string, { now: Snapshot; then: Snapshot }>

/** Undefined where the writer does not believe a branch to be where it was before. */
function movedHeads(
  metadata: TableMetadata,
  { requirements }: CommitTable,
  known: ReadonlySet<bigint>,
): Heads | undefined {
  const heads = new Map<string, { now: Snapshot; then: Snapshot }>()
  for (const requirement of requirements) {
    if (requirement.type !== 'assert-ref-snapshot-id') continue
    const id = Object.hasOwn(metadata.refs, requirement.ref)
      ? metadata.refs[requirement.ref]?.['snapshot-id']
      : undefined
    const now = id === undefined ? undefined : snapshotOf(metadata, id)
    if (!now || id === requirement['snapshot-id']) continue
    let then: Snapshot | undefined = now
    while (then && known.has(then['snapshot-id']))
      then = snapshotOf(metadata, then['parent-snapshot-id'] ?? -1n)
    if (!then || then['snapshot-id'] !== requirement['snapshot-id']) return undefined
    heads.set(requirement.ref, { now, then })
  }
  return heads
}

interface Rebase {
  metadata: TableMetadata
  command: CommitTable
  added: readonly Snapshot[]
  heads: Heads
}

async function rebased(
  deps: Pick<Workings, 'storage'>,
  { metadata, command, added, heads }: Rebase,
): Promise<Rebased> {
  const numbers = numbersFor(metadata, added)
  const moved = [...heads.values()]
  const snapshots = new Map<bigint, Snapshot>()
  let keeps = false
  for (const snapshot of added) {
    const head = moved.find(({ then }) => then['snapshot-id'] === snapshot['parent-snapshot-id'])
    const whole = added.length === 1 ? head : undefined
    const { next, kept } = await renumbered(deps, metadata, { snapshot, numbers, head: whole })
    keeps ||= kept
    const parent = head && { 'parent-snapshot-id': head.now['snapshot-id'] }
    snapshots.set(snapshot['snapshot-id'], { ...next, ...parent })
  }
  const refs = { ...metadata.refs }
  for (const [name, { then }] of heads)
    refs[name] = { ...refs[name], type: 'branch', 'snapshot-id': then['snapshot-id'] }
  return {
    requirements: command.requirements.map((one) => afterHeads(one, heads)),
    updates: command.updates.map((one): TableUpdate => {
      if (one.action !== 'add-snapshot') return one
      return { ...one, snapshot: snapshots.get(one.snapshot['snapshot-id']) ?? one.snapshot }
    }),
    before: keeps ? metadata : { ...metadata, refs },
  }
}

function afterHeads(requirement: TableRequirement, heads: Heads): TableRequirement {
  if (requirement.type !== 'assert-ref-snapshot-id') return requirement
  const head = heads.get(requirement.ref)
  return head ? { ...requirement, 'snapshot-id': head.now['snapshot-id'] } : requirement
}

/** The snapshot with numbers that are free, over what maintenance has left where that can be. */
async function renumbered(
  deps: Pick<Workings, 'storage'>,
  metadata: TableMetadata,
  of: {
    snapshot: Snapshot
    numbers: Numbers
    head: { now: Snapshot; then: Snapshot } | undefined
  },
): Promise<{ next: Snapshot; kept: boolean }> {
  const { snapshot, numbers, head } = of
  const id = snapshot['snapshot-id']
  const list = await manifestsOf(deps, metadata, snapshot)
  const number = numbers.sequence.get(id) ?? 0
  const rows = rowsAnew(snapshot, numbers)
  const kept = head && (await keptBy(deps, metadata, { list, head, id }))
  const own = (kept?.own ?? list).map((manifest) => numberedAnew(manifest, numbers))
  const manifests = [...own, ...(kept?.others ?? [])]
  const location = `${metadata.location}/metadata/snap-${id}-${randomUUID()}.avro`
  const parentSnapshotId = (head?.now['snapshot-id'] ?? snapshot['parent-snapshot-id']) || undefined
  const formatVersion = metadata['format-version']
  const firstRowId = rows['first-row-id']
  const ids = { snapshotId: id, parentSnapshotId }
  const facts = { formatVersion, ...ids, sequenceNumber: number, firstRowId }
  await deps.storage.write(location, writeManifestList(manifests, facts))
  const last = metadata['snapshot-log'].at(-1)?.['timestamp-ms'] ?? 0
  const next = {
    ...snapshot,
    ...rows,
    'sequence-number': number,
    'manifest-list': location,
    'timestamp-ms': Math.max(snapshot['timestamp-ms'], last + 1),
    summary: kept && head ? totalsOver(snapshot, head) : snapshot.summary,
  }
  return { next, kept: kept !== undefined }
}

/** The manifests of an append beside those of maintenance; undefined where it is none. */
async function keptBy(
  deps: Pick<Workings, 'storage'>,
  metadata: TableMetadata,
  of: { list: readonly ManifestFile[]; head: { now: Snapshot; then: Snapshot }; id: bigint },
): Promise<{ own: ManifestFile[]; others: ManifestFile[] } | undefined> {
  const { list, head, id } = of
  const then = await manifestsOf(deps, metadata, head.then)
  const carried = new Set(then.map(({ location }) => location))
  const fresh = list.filter(({ location }) => !carried.has(location))
  const appends = fresh.every(
    (one) => one.content === 'data' && one.addedSnapshotId === id && one.existingFiles === 0,
  )
  const live = then.filter((one) => one.addedFiles + one.existingFiles > 0)
  const whole = live.every(({ location }) => list.some((one) => one.location === location))
  if (!appends || !whole) return undefined
  return { own: fresh, others: await manifestsOf(deps, metadata, head.now) }
}

/** What the writer took for its own snapshots is others' by now. */
interface Numbers {
  sequence: ReadonlyMap<bigint, number>
  /** Format 3: row ids from here on are further on by so many. */
  rows: { from: number; by: number }
}

function numbersFor(metadata: TableMetadata, added: readonly Snapshot[]): Numbers {
  const last = metadata['last-sequence-number']
  const numbered = metadata['format-version'] > 1
  const from = added[0]?.['first-row-id'] ?? Number.POSITIVE_INFINITY
  return {
    sequence: new Map(
      added.map((one, index) => [one['snapshot-id'], numbered ? last + 1 + index : 0]),
    ),
    rows: { from, by: Math.max(0, nextRowId(metadata) - from) },
  }
}

function numberedAnew(manifest: ManifestFile, { sequence, rows }: Numbers): ManifestFile {
  const { firstRowId = -1, sequenceNumber, minSequenceNumber } = manifest
  const shifted = firstRowId >= rows.from ? { firstRowId: firstRowId + rows.by } : {}
  const number = sequence.get(manifest.addedSnapshotId)
  if (number === undefined) return { ...manifest, ...shifted }
  const least = minSequenceNumber === sequenceNumber ? number : minSequenceNumber
  return {
    ...manifest,
    ...shifted,
    sequenceNumber: number,
    ...(least === undefined ? {} : { minSequenceNumber: least }),
  }
}

function rowsAnew(snapshot: Snapshot, { rows }: Numbers): Partial<Snapshot> {
  const first = snapshot['first-row-id']
  return first === undefined ? {} : { 'first-row-id': first + rows.by }
}

function totalsOver(
  { summary }: Snapshot,
  { now, then }: { now: Snapshot; then: Snapshot },
): Record<string, string> {
  const totals = Object.keys(summary).filter((name) => name.startsWith('total-'))
  const over = totals.map((name): [string, string] => {
    const of = (one: Record<string, string>) => Number(one[name] ?? 0)
    return [name, String(of(now.summary) + of(summary) - of(then.summary))]
  })
  return { ...summary, ...Object.fromEntries(over) }
}
