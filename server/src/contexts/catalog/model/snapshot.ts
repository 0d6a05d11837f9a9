import type { TableFile } from './manifest.ts'
import { currentSnapshot, type Snapshot, type TableMetadata } from './metadata.ts'
import type { TableRequirement, TableUpdate } from './table-update.ts'

export interface SnapshotChange {
  operation: 'append' | 'overwrite' | 'delete'
  added: readonly TableFile[]
  removed: readonly TableFile[]
  /** Files of position deletes that come. */
  erased?: readonly TableFile[]
  /** What the caller wants to remember; keys of Iceberg's own win. */
  properties: Readonly<Record<string, string>>
}

const TOTALS = [
  ['total-records', 'records'],
  ['total-data-files', 'files'],
  ['total-files-size', 'sizeBytes'],
] as const

/** @see Iceberg spec, "Snapshot Summary" (optional fields) */
export function summarize(base: TableMetadata, change: SnapshotChange): Record<string, string> {
  const before = currentSnapshot(base)?.summary ?? {}
  const [added, removed] = [sums(change.added), sums(change.removed)]
  const erased = sums(change.erased ?? [])
  const totals = TOTALS.map(([name, key]): [string, string] => [
    name,
    String(Math.max(0, Number(before[name] ?? 0) + added[key] - removed[key])),
  ])
  const summary: Record<string, string> = {
    ...change.properties,
    operation: change.operation,
    'changed-partition-count': String(partitions([...change.added, ...change.removed])),
    ...Object.fromEntries(totals),
    'total-delete-files': String(Number(before['total-delete-files'] ?? 0) + erased.files),
    'total-position-deletes': String(
      Number(before['total-position-deletes'] ?? 0) + erased.records,
    ),
    'total-equality-deletes': before['total-equality-deletes'] ?? '0',
  }
  if (change.added.length > 0)
    Object.assign(summary, {
      'added-data-files': String(added.files),
      'added-records': String(added.records),
      'added-files-size': String(added.sizeBytes),
    })
  if (erased.files > 0)
    Object.assign(summary, {
      'added-delete-files': String(erased.files),
      'added-position-deletes': String(erased.records),
    })
  if (change.removed.length > 0)
    Object.assign(summary, {
      'deleted-data-files': String(removed.files),
      'deleted-records': String(removed.records),
      'removed-files-size': String(removed.sizeBytes),
    })
  return summary
}

function sums(files: readonly TableFile[]) {
  const records = files.reduce((sum, file) => sum + file.recordCount, 0)
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  return { files: files.length, records, sizeBytes }
}

function partitions(files: readonly TableFile[]): number {
  const key = ({ specId, partition }: TableFile) =>
    `${specId} ${[...partition].map(([id, value]) => `${id}=${value}`).join(' ')}`
  return new Set(files.map(key)).size
}

/** The next snapshot on the main branch of `base`. */
export function nextSnapshot(
  base: TableMetadata,
  facts: { id: bigint; manifestList: string; now: Date; summary: Record<string, string> } & {
    /** Format 3: how many row ids it gives. */
    addedRows?: number
  },
): Snapshot {
  const parent = currentSnapshot(base)
  const before = base['snapshot-log'].at(-1)?.['timestamp-ms'] ?? 0
  return {
    'snapshot-id': facts.id,
    ...(parent ? { 'parent-snapshot-id': parent['snapshot-id'] } : {}),
    'sequence-number': base['format-version'] > 1 ? base['last-sequence-number'] + 1 : 0,
    // Two states of one instant could not be told apart by readers as of it.
    'timestamp-ms': Math.max(facts.now.getTime(), before + 1),
    'manifest-list': facts.manifestList,
    summary: facts.summary,
    'schema-id': base['current-schema-id'],
    ...(base['format-version'] > 2
      ? { 'first-row-id': nextRowId(base), 'added-rows': facts.addedRows ?? 0 }
      : {}),
  }
}

/** The first row id that no snapshot has taken. */
export function nextRowId(metadata: TableMetadata): number {
  return metadata['next-row-id'] ?? 0
}

/** The commit that makes `snapshot` current, as any engine would send it. */
export function snapshotCommit(
  base: TableMetadata,
  snapshot: Snapshot,
): { requirements: TableRequirement[]; updates: TableUpdate[] } {
  const id = snapshot['snapshot-id']
  const main = currentSnapshot(base)?.['snapshot-id'] ?? null
  return {
    requirements: [
      { type: 'assert-table-uuid', uuid: base['table-uuid'] },
      { type: 'assert-ref-snapshot-id', ref: 'main', 'snapshot-id': main },
    ],
    updates: [
      { action: 'add-snapshot', snapshot },
      { action: 'set-snapshot-ref', 'ref-name': 'main', 'snapshot-id': id, type: 'branch' },
    ],
  }
}
