import { ancestors } from '../../model/ancestors.ts'
import { type Snapshot, snapshotOf, type TableMetadata } from '../../model/metadata.ts'
import type { TableUpdate } from '../../model/table-update.ts'
import type { Policy } from './policy.ts'

export interface Expiry {
  snapshots: bigint[]
  refs: string[]
}

/**
 * What has grown too old: branches keep their newest snapshots, tags their one, and what no branch
 * leads to goes by its age alone.
 *
 * @see Iceberg spec, "Snapshot Retention Policy"
 */
export function expired(metadata: TableMetadata, policy: Policy, now: Date): Expiry {
  const ageMsMax = policy.snapshotAgeMsMax
  if (ageMsMax === undefined) return { snapshots: [], refs: [] }
  const young = (snapshot: Snapshot, max: number) => now.getTime() - snapshot['timestamp-ms'] <= max
  const refs = Object.entries(metadata.refs)
  const oldRefs = refs.filter(([name, ref]) => {
    const max = ref['max-ref-age-ms'] ?? policy.refAgeMsMax
    const head = snapshotOf(metadata, ref['snapshot-id'])
    return name !== 'main' && (!head || (max !== undefined && !young(head, max)))
  })
  const gone = new Set(oldRefs.map(([name]) => name))
  const kept = currentSince(metadata, now.getTime() - IN_USE_MS)
  const led = new Set<bigint>()
  for (const [name, ref] of refs) {
    if (gone.has(name)) continue
    const line = ref.type === 'tag' ? [] : ancestors(metadata, ref)
    for (const { 'snapshot-id': id } of line) led.add(id)
    kept.add(ref['snapshot-id'])
    const least = ref['min-snapshots-to-keep'] ?? policy.snapshotsMin
    const max = ref['max-snapshot-age-ms'] ?? ageMsMax
    const end = line.findIndex((snapshot, index) => index >= least && !young(snapshot, max))
    for (const snapshot of end === -1 ? line : line.slice(0, end)) kept.add(snapshot['snapshot-id'])
  }
  const snapshots = metadata.snapshots
    .filter((one) => !kept.has(one['snapshot-id']))
    .filter((one) => led.has(one['snapshot-id']) || !young(one, ageMsMax))
    .map((one) => one['snapshot-id'])
  return { snapshots, refs: [...gone] }
}

/** Readers and writers who began with a state that was current have so long to end. */
const IN_USE_MS = 3_600_000

function currentSince({ 'snapshot-log': log }: TableMetadata, since: number): Set<bigint> {
  const used = log.filter((_, index) => (log[index + 1]?.['timestamp-ms'] ?? since + 1) > since)
  return new Set(used.map((entry) => entry['snapshot-id']))
}

export function expiryUpdates({ snapshots, refs }: Expiry): TableUpdate[] {
  return [
    ...refs.map((name): TableUpdate => ({ action: 'remove-snapshot-ref', 'ref-name': name })),
    ...(snapshots.length > 0
      ? [{ action: 'remove-snapshots' as const, 'snapshot-ids': snapshots }]
      : []),
  ]
}
