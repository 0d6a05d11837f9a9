import { type AnyTable, external, within } from '../model/table.ts'
import { versionsBefore } from '../store/external-tables.ts'
import type { Workings } from '../workings.ts'

/**
 * A table as it was at its versions, the newest first: an external one where it was kept, one of
 * Iceberg at the metadata files that it still names.
 */
export async function versionsOf(
  deps: Pick<Workings, 'sql' | 'files'>,
  table: AnyTable,
  { before, limit }: { before: number; limit: number },
): Promise<AnyTable[]> {
  const current = before > table.version ? [table] : []
  const window = { before: Math.min(before, table.version), limit: limit - current.length }
  if (window.limit <= 0) return current
  if (!external(table)) return [...current, ...(await metadataFiles(deps, table, window))]
  const kept = await versionsBefore(deps.sql, { tableId: table.id, ...window })
  return [...current, ...kept.map((version) => ({ ...table, ...version }))]
}

async function metadataFiles(
  { files }: Pick<Workings, 'files'>,
  table: Extract<AnyTable, { metadataLocation: string }>,
  { before, limit }: { before: number; limit: number },
): Promise<AnyTable[]> {
  const { 'metadata-log': log } = await files.read(table.metadataLocation)
  return (
    log
      .toReversed()
      .map((entry, index) => ({
        ...table,
        version: table.version - 1 - index,
        metadataLocation: entry['metadata-file'],
        updatedAt: new Date(entry['timestamp-ms']),
      }))
      // Whoever commits writes this log too: what lies elsewhere is not read for them.
      .filter((one) => one.version < before && ownFile(table.location, one.metadataLocation))
      .slice(0, limit)
  )
}

function ownFile(root: string, location: string): boolean {
  const climbs = location.split('/').some((part) => part === '..' || part === '.')
  return !climbs && within(root, location)
}
