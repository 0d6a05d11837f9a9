import type { Snapshot, SnapshotRef, TableMetadata } from './metadata.ts'

/** From the head back. */
export function ancestors(
  metadata: TableMetadata,
  ref: Pick<SnapshotRef, 'snapshot-id'>,
): Snapshot[] {
  const byId = new Map(metadata.snapshots.map((one) => [one['snapshot-id'], one]))
  const line: Snapshot[] = []
  let next = byId.get(ref['snapshot-id'])
  while (next) {
    line.push(next)
    byId.delete(next['snapshot-id'])
    const parent = next['parent-snapshot-id']
    next = parent == null ? undefined : byId.get(parent)
  }
  return line
}
