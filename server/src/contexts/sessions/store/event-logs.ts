import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import './tables.ts'

/** Of whose account the driver in each of these boxes was. */
export async function ownersOfBoxes(
  sql: Sql,
  boxes: readonly string[],
): Promise<Map<string, string>> {
  if (boxes.length === 0) return new Map()
  // One value however many they are: a statement binds 65,535 at most.
  const named = (box: string) => raw<boolean>`${raw.ref(box)} = ANY(${[...boxes]}::text[])`
  const rows = await sql
    .selectFrom('sessions.sessions')
    .select(['box', 'accountId'])
    .where(named('box'))
    .unionAll((more) =>
      more.selectFrom('sessions.runs').select(['box', 'accountId']).where(named('box')),
    )
    .unionAll((more) =>
      more
        .selectFrom('sessions.runAttempts')
        .innerJoin('sessions.runs', 'sessions.runs.id', 'sessions.runAttempts.runId')
        .select(['sessions.runAttempts.box', 'sessions.runs.accountId'])
        .where(named('sessions.runAttempts.box')),
    )
    .execute()
  return new Map(rows.map(({ box, accountId }) => [box ?? '', accountId]))
}
