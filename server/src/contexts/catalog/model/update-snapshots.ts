import { commitConflict, invalidUpdate } from '../errors.ts'
import { type Snapshot, type SnapshotRef, snapshotOf, type TableMetadata } from './metadata.ts'
import type { Appliers, Draft, UpdateOf } from './table-update.ts'

type SnapshotAction =
  | 'add-snapshot'
  | 'set-snapshot-ref'
  | 'remove-snapshots'
  | 'remove-snapshot-ref'
  | 'set-statistics'
  | 'remove-statistics'
  | 'set-partition-statistics'
  | 'remove-partition-statistics'

const SNAPSHOT_ID_MAX = (1n << 63n) - 1n
const MAIN = 'main'
/** Writers take the next number; who replays a history may leave some out. */
const LEAP_MAX = 1_000_000
const ROWS_MAX = 1e12
/** So far Iceberg lets the clocks of writers differ: `TableMetadata.ONE_MINUTE`. */
const SKEW_MS_MAX = 60_000

/** Updates of a table's history: its snapshots, the names they go by, and their statistics. */
export const snapshotUpdates: Appliers<SnapshotAction> = {
  'add-snapshot': addSnapshot,
  'set-snapshot-ref': setRef,
  'remove-snapshots': ({ metadata }, { 'snapshot-ids': ids }) => withoutSnapshots(metadata, ids),
  'remove-snapshot-ref': ({ metadata }, { 'ref-name': name }) => withoutRef(metadata, name),
  'set-statistics': ({ metadata }, { statistics }) => ({
    statistics: [...without(metadata.statistics, statistics['snapshot-id']), statistics],
  }),
  'remove-statistics': ({ metadata }, { 'snapshot-id': id }) => ({
    statistics: without(metadata.statistics, id),
  }),
  'set-partition-statistics': ({ metadata }, { 'partition-statistics': added }) => ({
    'partition-statistics': [
      ...without(metadata['partition-statistics'], added['snapshot-id']),
      added,
    ],
  }),
  'remove-partition-statistics': ({ metadata }, { 'snapshot-id': id }) => ({
    'partition-statistics': without(metadata['partition-statistics'], id),
  }),
}

function addSnapshot(draft: Draft, { snapshot }: UpdateOf<'add-snapshot'>): Partial<TableMetadata> {
  const { metadata } = draft
  const id = snapshot['snapshot-id']
  if (typeof id !== 'bigint' || id < 0n || id > SNAPSHOT_ID_MAX)
    throw invalidUpdate({ reason: `snapshot id ${id} is not a positive 64-bit integer` })
  if (metadata.schemas.length === 0)
    throw invalidUpdate({ reason: 'a snapshot needs a schema before it' })
  if (snapshotOf(metadata, id)) throw invalidUpdate({ reason: `snapshot ${id} already exists` })
  const version = metadata['format-version']
  const sequence = version === 1 ? 0 : numberOf(metadata, snapshot)
  checkTime(draft, snapshot)
  const at = { 'timestamp-ms': commitTime(draft, snapshot) }
  const parent = snapshot['parent-snapshot-id']
  // Another writer took the number first: the one that lost reads again and takes the next.
  if (version > 1 && sequence <= metadata['last-sequence-number'] && parent != null)
    throw commitConflict({ reason: `sequence number ${sequence} is taken` })
  draft.addedSnapshots.add(id)
  return {
    snapshots: [...metadata.snapshots, { ...snapshot, ...at }],
    'last-sequence-number': Math.max(metadata['last-sequence-number'], sequence),
    ...takenRows(metadata, snapshot),
  }
}

/** Numbers end, and whoever leaps to the last one would end the table for all who write. */
function numberOf(metadata: TableMetadata, { 'sequence-number': number }: Partial<Snapshot>) {
  if (number === undefined)
    throw invalidUpdate({ reason: 'a snapshot needs a sequence-number since format 2' })
  if (number < 0 || number > metadata['last-sequence-number'] + LEAP_MAX)
    throw invalidUpdate({ reason: `sequence number ${number} is out of reach` })
  return number
}

/** Whose clock is that far off, would write times that tell a false past. */
function checkTime({ metadata, addedSnapshots, now }: Draft, snapshot: Snapshot): void {
  const { 'timestamp-ms': at, 'parent-snapshot-id': parentId } = snapshot
  const parent = parentId == null ? undefined : snapshotOf(metadata, parentId)
  // Those of one commit have got the time of that commit already.
  const together = parent !== undefined && addedSnapshots.has(parent['snapshot-id'])
  const last = together ? undefined : (parent ?? metadata['snapshot-log'].at(-1))
  const ahead = at - now.getTime()
  const behind = (last?.['timestamp-ms'] ?? 0) - at
  if (ahead > SKEW_MS_MAX) throw clockOff(at, `${seconds(ahead)} after the server's clock`)
  if (behind > SKEW_MS_MAX) throw clockOff(at, `${seconds(behind)} before the snapshot it follows`)
}

function clockOff(at: number, how: string): Error {
  const reason = `snapshot time ${at} is ${how}: set the writer's clock right, and commit again`
  return invalidUpdate({ reason })
}

function seconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)} seconds`
}

/** Nobody can read it before the server took it, so its time is the server's; it strictly rises. */
function commitTime({ metadata, now }: Draft, { 'parent-snapshot-id': parentId }: Snapshot) {
  const parent = parentId == null ? undefined : snapshotOf(metadata, parentId)
  return Math.max(afterLast(metadata, now), (parent?.['timestamp-ms'] ?? 0) + 1)
}

function afterLast({ 'snapshot-log': log }: TableMetadata, now: Date): number {
  return Math.max(now.getTime(), (log.at(-1)?.['timestamp-ms'] ?? 0) + 1)
}

/** Format 3 numbers rows; a snapshot takes as many as it adds. */
function takenRows(
  metadata: TableMetadata,
  snapshot: UpdateOf<'add-snapshot'>['snapshot'],
): Partial<TableMetadata> {
  if (metadata['format-version'] < 3) return {}
  const { 'first-row-id': first, 'added-rows': added } = snapshot
  if (first === undefined || added === undefined)
    throw invalidUpdate({ reason: 'a snapshot of format 3 needs first-row-id and added-rows' })
  const next = metadata['next-row-id'] ?? 0
  if (first < 0 || added < 0 || first > next + ROWS_MAX || added > ROWS_MAX)
    throw invalidUpdate({ reason: `first-row-id ${first} or added-rows ${added} is out of reach` })
  if (first < next) throw commitConflict({ reason: `row ids from ${first} on are taken` })
  return { 'next-row-id': next + added }
}

function setRef(draft: Draft, update: UpdateOf<'set-snapshot-ref'>): Partial<TableMetadata> {
  const { metadata, now } = draft
  const { action: _action, 'ref-name': name, ...ref } = update
  const snapshot = snapshotOf(metadata, ref['snapshot-id'])
  if (!snapshot) throw invalidUpdate({ reason: `snapshot ${ref['snapshot-id']} does not exist` })
  if (name === MAIN && ref.type !== 'branch')
    throw invalidUpdate({ reason: 'the main branch cannot be a tag' })
  // Iceberg spec, "Snapshot References": these two are of branches.
  const ofBranches = ref['min-snapshots-to-keep'] ?? ref['max-snapshot-age-ms']
  if (ref.type === 'tag' && ofBranches != null)
    throw invalidUpdate({ reason: 'a tag keeps one snapshot: only max-ref-age-ms is of tags' })
  const refs = { ...metadata.refs, [name]: ref satisfies SnapshotRef }
  if (name !== MAIN) return { refs }
  const id = ref['snapshot-id']
  const added = draft.addedSnapshots.has(id)
  const at = Math.max(afterLast(metadata, now), added ? snapshot['timestamp-ms'] : 0)
  const log = metadata['snapshot-log']
  const unchanged = metadata.refs[MAIN]?.['snapshot-id'] === id
  return {
    refs,
    'current-snapshot-id': id,
    'snapshot-log': unchanged ? log : [...log, { 'snapshot-id': id, 'timestamp-ms': at }],
  }
}

function withoutRef(metadata: TableMetadata, name: string): Partial<TableMetadata> {
  const refs = Object.fromEntries(Object.entries(metadata.refs).filter(([key]) => key !== name))
  return name === MAIN ? { refs, 'current-snapshot-id': -1n } : { refs }
}

function withoutSnapshots(metadata: TableMetadata, ids: bigint[]): Partial<TableMetadata> {
  const gone = new Set(ids)
  const log = metadata['snapshot-log']
  const lastGone = log.findLastIndex((entry) => gone.has(entry['snapshot-id']))
  const refs = Object.entries(metadata.refs).filter(([, ref]) => !gone.has(ref['snapshot-id']))
  const emptied = metadata.refs[MAIN] && gone.has(metadata.refs[MAIN]['snapshot-id'])
  return {
    snapshots: metadata.snapshots.filter((snapshot) => !gone.has(snapshot['snapshot-id'])),
    refs: Object.fromEntries(refs),
    // History before a hole would tell a false past, so it goes too, as the reference does.
    'snapshot-log': emptied ? [] : log.slice(lastGone + 1),
    ...(emptied ? { 'current-snapshot-id': -1n } : {}),
    statistics: metadata.statistics.filter((one) => !gone.has(one['snapshot-id'])),
    'partition-statistics': metadata['partition-statistics'].filter(
      (one) => !gone.has(one['snapshot-id']),
    ),
  }
}

function without<Part extends { 'snapshot-id': bigint }>(parts: Part[], id: bigint): Part[] {
  return parts.filter((part) => part['snapshot-id'] !== id)
}
