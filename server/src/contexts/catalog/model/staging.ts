import { commitConflict } from '../errors.ts'
import { ancestors } from './ancestors.ts'
import type { Snapshot, TableMetadata } from './metadata.ts'
import type { TableUpdate } from './table-update.ts'

/** What branches are named where something is written that nobody is to see until it is whole. */
export const STAGING_PREFIX = 'staged-'

/** @see Iceberg’s `TableProperties.WRITE_AUDIT_PUBLISH_ENABLED`: `spark.wap.branch` has effect */
const STAGEABLE = 'write.wap.enabled'

/** A new table whose writers may stage what they write. */
export function stageable(metadata: TableMetadata): TableMetadata {
  return { ...metadata, properties: { ...metadata.properties, [STAGEABLE]: 'true' } }
}

/**
 * A table is replaced by taking main away first; where what takes its place is staged, main stays
 * until that is published.
 */
export function keepingMain(updates: readonly TableUpdate[]): readonly TableUpdate[] {
  const staged = updates.some(
    (one) => one.action === 'set-snapshot-ref' && one['ref-name'].startsWith(STAGING_PREFIX),
  )
  if (!staged) return updates
  return updates.filter(
    (one) => !(one.action === 'remove-snapshot-ref' && one['ref-name'] === 'main'),
  )
}

/**
 * The snapshots of a branch beyond main, the newest first; none where there is no such branch.
 *
 * @throws catalog.commit-conflict where main has gone another way since
 */
export function ahead(metadata: TableMetadata, branch: string): Snapshot[] {
  const { refs } = metadata
  const head = refs[branch]
  if (!head) return []
  const line = ancestors(metadata, head)
  if (!refs.main) return line
  const main = refs.main['snapshot-id']
  const count = line.findIndex((one) => one['snapshot-id'] === main)
  if (count === -1)
    throw commitConflict({ reason: `others have written since branch "${branch}" was begun` })
  return line.slice(0, count)
}

/**
 * What begins `branch` where main is, on a table that is stageable then, without other branches
 * that begin with `stale`. One that is there goes on as it is: something may be on it already. A
 * branch that its first writer begins would count its rows from none.
 */
export function stagingUpdates(
  { properties, refs }: TableMetadata,
  { branch, stale }: { branch: string; stale: string },
): TableUpdate[] {
  const gone = Object.keys(refs).filter((name) => name.startsWith(stale) && name !== branch)
  const begun = { action: 'set-snapshot-ref', 'ref-name': branch, type: 'branch' } as const
  return [
    ...gone.map((name): TableUpdate => ({ action: 'remove-snapshot-ref', 'ref-name': name })),
    ...(properties[STAGEABLE] === 'true'
      ? []
      : [{ action: 'set-properties' as const, updates: { [STAGEABLE]: 'true' } }]),
    ...(refs.main && !refs[branch] ? [{ ...begun, 'snapshot-id': refs.main['snapshot-id'] }] : []),
  ]
}
