import { sql as raw } from 'kysely'
import { type Sql, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import './projection-history.ts'
import './projections.ts'
import './tables.ts'

/** Forgets projections, states and files that nobody can be answered with any more. */
export async function forgetProjections(
  sql: Sql,
  limits: { supersededBefore: Date; usedBefore: Date; askedBefore: Date },
): Promise<void> {
  await transaction(sql, async (tx) => {
    await tx
      .deleteFrom('catalog.projections as p')
      .where((row) =>
        row.or([
          row('p.askedAt', '<', limits.askedBefore),
          row.not(
            row.exists(
              row
                .selectFrom('catalog.tables as t')
                .select('t.id')
                .whereRef('t.id', '=', 'p.tableId'),
            ),
          ),
        ]),
      )
      .execute()
    await tx
      .deleteFrom('catalog.projectionStates')
      .where('supersededAt', '<', limits.supersededBefore)
      .execute()
    await forgetUnused(tx, limits.usedBefore)
  })
}

/** States name snapshots, these name manifests, and these name files. */
async function forgetUnused(tx: SqlTransaction, before: Date): Promise<void> {
  await raw`DELETE FROM catalog.projection_snapshots p
    WHERE p.used_at < ${before} AND NOT EXISTS (
      SELECT 1 FROM (SELECT projection_id, jsonb_array_elements_text(snapshot_keys) AS key
        FROM catalog.projection_states) s
      WHERE s.projection_id = p.projection_id AND s.key = p.key)`.execute(tx)
  await raw`DELETE FROM catalog.projection_manifests m
    WHERE m.used_at < ${before} AND NOT EXISTS (
      SELECT 1 FROM (SELECT projection_id, jsonb_array_elements_text(manifest_keys) AS key
        FROM catalog.projection_snapshots) p
      WHERE p.projection_id = m.projection_id AND p.key = m.key)`.execute(tx)
  await raw`DELETE FROM catalog.projected_files f
    WHERE f.used_at < ${before} AND NOT EXISTS (
      SELECT 1 FROM (SELECT projection_id, jsonb_array_elements_text(file_keys) AS key
        FROM catalog.projection_manifests) m
      WHERE m.projection_id = f.projection_id AND m.key = f.key)`.execute(tx)
}

/** Of `locations`, those that a row names. */
export async function knownLocations(
  sql: Sql,
  locations: readonly string[],
): Promise<ReadonlySet<string>> {
  if (locations.length === 0) return new Set()
  const asked = [...locations]
  const { rows } = await raw<{ location: string }>`
    SELECT location FROM catalog.projected_files WHERE location = ANY(${asked}::text[])
    UNION ALL
    SELECT location FROM catalog.projection_manifests WHERE location = ANY(${asked}::text[])
    UNION ALL
    SELECT manifest_list FROM catalog.projection_snapshots
    WHERE manifest_list = ANY(${asked}::text[])
    UNION ALL
    SELECT metadata_location FROM catalog.projection_states
    WHERE metadata_location = ANY(${asked}::text[])`.execute(sql)
  return new Set(rows.map(({ location }) => location))
}
