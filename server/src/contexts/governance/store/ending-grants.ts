import type { Sql } from '../../../foundation/sql.ts'
import './tables.ts'

/** Of grants that end between two instants, the first to end first. */
export async function idsOfEnding(
  sql: Sql,
  { after, until }: { after: Date; until: Date },
): Promise<string[]> {
  const rows = await sql
    .selectFrom('governance.grants')
    .select('id')
    .where('endsAt', '>', after)
    .where('endsAt', '<=', until)
    .orderBy('endsAt')
    .execute()
  return rows.map(({ id }) => id)
}
