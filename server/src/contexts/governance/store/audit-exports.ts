import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { AuditExport, Rhythm } from '../model/audit-export.ts'
import './tables.ts'

const LISTED_MAX = 200
const LOCK = 8473 // Any constant, with the account: its exports are counted one after the other.

export async function insertExport(sql: Sql, one: AuditExport): Promise<void> {
  const { reason: _, endedAt: __, every = null, nextAt = null, ...row } = one
  await sql
    .insertInto('governance.auditExports')
    .values({
      ...row,
      every,
      nextAt,
      caller: JSON.stringify(one.caller),
      reason: null,
      endedAt: null,
    })
    .execute()
}

export async function findExport(sql: Sql, id: string): Promise<AuditExport | undefined> {
  const found = sql.selectFrom('governance.auditExports').selectAll().where('id', '=', id)
  const row = await found.executeTakeFirst()
  return row && exportOf(row)
}

/** The newest first. */
export async function exportsOf(sql: Sql, accountId: string): Promise<AuditExport[]> {
  const rows = await sql
    .selectFrom('governance.auditExports')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('askedAt', 'desc')
    .limit(LISTED_MAX)
    .execute()
  return rows.map(exportOf)
}

/** What is written; answers how the export stands, which somebody may have stopped. */
export async function updateWritten(
  sql: Sql,
  id: string,
  to: Pick<AuditExport, 'nextSequence' | 'files'>,
): Promise<AuditExport['state']> {
  const set = sql.updateTable('governance.auditExports').set(to).where('id', '=', id)
  return (await set.returning('state').executeTakeFirstOrThrow()).state
}

interface Turn extends Partial<Pick<AuditExport, 'lastSequence' | 'endedAt' | 'nextAt'>> {
  state: AuditExport['state']
  reason?: string | null
}

/** False where it is in another state than `from` by now: somebody has stopped it. */
export async function turnExport(
  sql: Sql,
  { id, from }: { id: string; from: readonly AuditExport['state'][] },
  to: Turn,
): Promise<boolean> {
  const turned = await sql
    .updateTable('governance.auditExports')
    .set(to)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return turned.numUpdatedRows === 1n
}

/** The last record of an account that was before an instant. */
export async function lastBefore(
  sql: Sql,
  accountId: string,
  at: Date,
): Promise<number | undefined> {
  const last = await sql
    .selectFrom('governance.audit')
    .select(({ fn }) => fn.max<number | null>('sequence').as('last'))
    .where('accountId', '=', accountId)
    .where('at', '<', at)
    .executeTakeFirstOrThrow()
  return last.last ?? undefined
}

/** Also those that wait for their next round. */
export async function runningExports(sql: Sql) {
  return sql
    .selectFrom('governance.auditExports')
    .select(['id', 'accountId', 'nextAt'])
    .where('state', 'in', ['running', 'waiting'])
    .orderBy('askedAt')
    .execute()
}

/** How many of one account are on their way; nobody else orders one until `tx` ends. */
export async function runningOf(
  tx: SqlTransaction,
  { accountId, standing }: { accountId: string; standing: boolean },
): Promise<number> {
  await raw`SELECT pg_advisory_xact_lock(${LOCK}, hashtext(${accountId}))`.execute(tx)
  const running = await tx
    .selectFrom('governance.auditExports')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .where('state', 'in', ['running', 'waiting'])
    .where('every', standing ? 'is not' : 'is', null)
    .executeTakeFirstOrThrow()
  return running.count
}

/** How many records of its piece the chain has not. */
export async function missingIn(
  sql: Sql,
  piece: Pick<AuditExport, 'accountId' | 'firstSequence' | 'lastSequence'>,
): Promise<number> {
  const { accountId, firstSequence, lastSequence } = piece
  const there = await sql
    .selectFrom('governance.audit')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .where('sequence', '>=', firstSequence)
    .where('sequence', '<=', lastSequence)
    .executeTakeFirstOrThrow()
  return lastSequence - firstSequence + 1 - there.count
}

/** The piece of a chain that has every record of a period. */
export async function pieceOf(
  sql: Sql,
  accountId: string,
  { from, to }: { from?: Date | undefined; to?: Date | undefined },
): Promise<{ first: number; last: number } | undefined> {
  const piece = raw<{ first: number | null; last: number | null }>`
    SELECT min(sequence) AS first, max(sequence) AS last FROM governance.audit
    WHERE account_id = ${accountId}
      AND at >= ${from ?? '-infinity'}::timestamptz AND at < ${to ?? 'infinity'}::timestamptz`
  const { rows } = await piece.execute(sql)
  const { first, last } = rows[0]!
  return first === null || last === null ? undefined : { first, last }
}

type Row = Omit<AuditExport, 'reason' | 'endedAt' | 'accountId' | 'every' | 'nextAt'> & {
  accountId: string
  every: Rhythm | null
  nextAt: Date | null
  reason: string | null
  endedAt: Date | null
}

function exportOf(found: Row): AuditExport {
  const { reason, endedAt, accountId, caller, every, nextAt, ...row } = found
  return {
    ...row,
    accountId: accountId as AuditExport['accountId'],
    caller: withInstants(caller),
    ...(reason === null ? {} : { reason }),
    ...(endedAt === null ? {} : { endedAt }),
    ...(every === null ? {} : { every }),
    ...(nextAt === null ? {} : { nextAt }),
  }
}

/** JSON has no instants. */
function withInstants({ issuedAt, expiresAt, ...caller }: Caller): Caller {
  return {
    ...caller,
    ...(issuedAt && { issuedAt: new Date(issuedAt) }),
    ...(expiresAt && { expiresAt: new Date(expiresAt) }),
  }
}
