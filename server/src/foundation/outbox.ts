import type { Generated, JSONColumnType } from 'kysely'
import type { Sql, SqlTransaction } from './sql.ts'

/** One thing that happened, for the audit chain; written in the transaction of the change. */
export interface AuditRecord {
  accountId: string
  /** Who: the authenticated ARN; `platform` for the platform's own work. */
  actor: string
  /** As whom: the role or user whose rights counted. */
  principal: string
  /** What, as `context.verb-done`: `catalog.table-created`, `storage.object-read`. */
  action: string
  /** ARN, `s3://` location or id of what it was done to. */
  resource: string
  decision: 'allowed' | 'denied'
  /** Anything else worth keeping; never a secret. */
  detail?: Record<string, unknown>
}

interface OutboxTable {
  id: Generated<number>
  at: Generated<Date>
  accountId: string
  actor: string
  principal: string
  action: string
  resource: string
  decision: 'allowed' | 'denied'
  detail: JSONColumnType<Record<string, unknown>>
}

declare module './sql.ts' {
  interface Tables {
    'foundation.outbox': OutboxTable
  }
}

/** Puts audit records where governance will chain them; they commit or vanish with `tx`. */
export async function putAudit(tx: SqlTransaction, records: AuditRecord[]): Promise<void> {
  if (records.length === 0) return
  await tx
    .insertInto('foundation.outbox')
    .values(records.map((record) => ({ ...record, detail: JSON.stringify(record.detail ?? {}) })))
    .execute()
}

/** How many records wait to be chained, and since when. */
export async function waitingAudit(sql: Sql): Promise<{ count: number; oldestAt: Date | null }> {
  return sql
    .selectFrom('foundation.outbox')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('at').as('oldestAt')])
    .executeTakeFirstOrThrow()
}

/** Hands the oldest records to `chain` and removes them, all in `tx`; answers how many. */
export async function drainAudit(
  tx: SqlTransaction,
  batchSize: number,
  chain: (records: (AuditRecord & { id: number; at: Date })[]) => Promise<void>,
): Promise<number> {
  const rows = await tx
    .selectFrom('foundation.outbox')
    .selectAll()
    .orderBy('id')
    .limit(batchSize)
    .forUpdate()
    .execute()
  if (rows.length === 0) return 0
  await chain(rows)
  await tx
    .deleteFrom('foundation.outbox')
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  return rows.length
}
