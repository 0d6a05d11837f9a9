import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { PortOwner } from '../deps.ts'
import './tables.ts'

/** The lowest free port of the range but for `avoided`; undefined when there is none. */
export async function takePort(
  tx: SqlTransaction,
  owner: PortOwner,
  range: { first: number; last: number; avoided: readonly number[] },
): Promise<number | undefined> {
  const { first, last, avoided } = range
  await raw`LOCK TABLE compute.livy_ports IN SHARE ROW EXCLUSIVE MODE`.execute(tx)
  const { rows } = await raw<{ port: number }>`
    SELECT offered.port FROM generate_series(${first}::int, ${last}::int) AS offered (port)
    WHERE offered.port <> ALL (${avoided}::int[])
      AND offered.port NOT IN (SELECT taken.port FROM compute.livy_ports AS taken)
    ORDER BY offered.port LIMIT 1`.execute(tx)
  const port = rows[0]?.port
  if (port === undefined) return undefined
  await tx
    .insertInto('compute.livyPorts')
    .values({ port, ownerKind: owner.kind, ownerId: owner.id })
    .execute()
  return port
}

export async function freePort(sql: Sql, owner: PortOwner): Promise<void> {
  await sql
    .deleteFrom('compute.livyPorts')
    .where('ownerKind', '=', owner.kind)
    .where('ownerId', '=', owner.id)
    .execute()
}
