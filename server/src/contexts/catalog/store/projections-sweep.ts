import { sql as raw } from 'kysely'
import { type Sql, transaction } from '../../../foundation/sql.ts'
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
    await raw`DELETE FROM catalog.projected_files f
      WHERE f.used_at < ${limits.usedBefore} AND NOT EXISTS (
        SELECT 1 FROM catalog.projection_states s
        WHERE s.projection_id = f.projection_id AND jsonb_exists(s.file_keys, f.key))`.execute(tx)
  })
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
    SELECT o.location FROM catalog.projection_states,
      jsonb_array_elements_text(objects) AS o(location)
    WHERE o.location = ANY(${asked}::text[])`.execute(sql)
  return new Set(rows.map(({ location }) => location))
}
