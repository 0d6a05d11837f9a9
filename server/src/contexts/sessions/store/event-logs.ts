import type { Sql } from '../../../foundation/sql.ts'
import './tables.ts'

/** Of whose account the driver in each of these boxes was. */
export async function ownersOfBoxes(
  sql: Sql,
  boxes: readonly string[],
): Promise<Map<string, string>> {
  if (boxes.length === 0) return new Map()
  const rows = await sql
    .selectFrom('sessions.sessions')
    .select(['box', 'accountId'])
    .where('box', 'in', [...boxes])
    .unionAll((more) =>
      more
        .selectFrom('sessions.runs')
        .select(['box', 'accountId'])
        .where('box', 'in', [...boxes]),
    )
    .unionAll((more) =>
      more
        .selectFrom('sessions.runAttempts')
        .innerJoin('sessions.runs', 'sessions.runs.id', 'sessions.runAttempts.runId')
        .select(['sessions.runAttempts.box', 'sessions.runs.accountId'])
        .where('sessions.runAttempts.box', 'in', [...boxes]),
    )
    .execute()
  return new Map(rows.map(({ box, accountId }) => [box ?? '', accountId]))
}
