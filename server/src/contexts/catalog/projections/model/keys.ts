import type { TableFile } from '../../model/manifest.ts'
import { currentSnapshot, type Snapshot, type TableMetadata } from '../../model/metadata.ts'
import type { Deletes } from './deletes.ts'
import type { History } from './history.ts'
import { type Plan, shapeOf } from './plan.ts'
import { keyedName } from './policy.ts'

/** Names all that is made of one table for one policy, so that what is there is found again. */
export interface Keys {
  file(parts: readonly { file: TableFile; deletes: Deletes }[]): string
  /** `content` says what is in it, in an order of its own. */
  manifest(content: unknown): string
  snapshot(snapshot: Snapshot): string
  /** The same as long as nothing has changed that readers of the newest snapshot see. */
  current: string
  /** Of what a reader is answered who gets so much of the past. */
  state(history: History): string
}

export function keysOf(key: Buffer, of: { id: string; plan: Plan; metadata: TableMetadata }): Keys {
  const { id, plan, metadata } = of
  const shape = shapeOf(plan, metadata)
  const { schema, schemas, specs, defaultSpecId } = plan
  const look = [schema, [...specs.values()], defaultSpecId]
  const layout = keyedName(key, 'layout', [id, shape, look, metadata.location])
  const named = (snapshot: Snapshot) => [String(snapshot['snapshot-id']), snapshot['manifest-list']]
  const now = currentSnapshot(metadata)
  const current = keyedName(key, 'current', [layout, now ? named(now) : null])
  return {
    file: (parts) => keyedName(key, 'file', [id, shape, parts.map(sourcesOf).sort()]),
    manifest: (content) => keyedName(key, 'manifest', [layout, content]),
    snapshot: (snapshot) => keyedName(key, 'snapshot', [layout, named(snapshot)]),
    current,
    state(history) {
      const moments = history.map(({ snapshot, at }) => [
        ...[named(snapshot), at, snapshot['schema-id'] ?? null],
      ])
      return keyedName(key, 'state', [current, [...schemas], moments])
    },
  }
}

function sourcesOf({ file, deletes }: { file: TableFile; deletes: Deletes }) {
  const { vector, positions, equality } = deletes
  return [named(file), [...(vector ? [vector] : []), ...positions, ...equality].map(named)]
}

function named({ location, sizeBytes, recordCount, blob }: TableFile) {
  return [location, sizeBytes, recordCount, blob?.offset ?? null]
}
