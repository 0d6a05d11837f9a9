import { sql as raw } from 'kysely'
import { type AuditRecord, drainAudit } from '../../../foundation/outbox.ts'
import { type Sql, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { AuditSeal } from '../deps.ts'
import { type ChainEnd, type ChainedRecord, GENESIS, hashOf } from '../model/audit-chain.ts'
import { endSealed, sealOfEnd } from '../model/audit-seal.ts'
import { readsAmong } from '../model/table-reads.ts'
import { addReads } from './table-reads.ts'
import './tables.ts'

const BATCH_SIZE = 500
const LOCK = 8472 // Any constant: servers that share a database chain one after the other.

export interface Chaining {
  sql: Sql
  auditSeal?: AuditSeal
}

/** Moves every waiting record to the end of its account's chain; answers how many. */
export async function chainWaiting({ sql, auditSeal }: Chaining): Promise<number> {
  for (let total = 0; ; ) {
    const moved = await transaction(sql, async (tx) => {
      await raw`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx)
      return drainAudit(tx, BATCH_SIZE, (records) => append(tx, records, auditSeal))
    })
    total += moved
    if (moved < BATCH_SIZE) return total
  }
}

async function append(
  tx: SqlTransaction,
  records: readonly (AuditRecord & { at: Date })[],
  auditSeal: AuditSeal | undefined,
): Promise<void> {
  const ends = new Map<string, ChainEnd>()
  const rows: ChainedRecord[] = []
  for (const { accountId, at, actor, principal, action, resource, decision, detail } of records) {
    const end = ends.get(accountId) ?? (await endToFollow({ sql: tx, auditSeal }, accountId))
    const sequence = end.sequence + 1
    const facts = { accountId, sequence, at, actor, principal, action, resource, decision }
    const unsealed = { ...facts, detail: detail ?? {}, previousHash: end.hash }
    const hash = hashOf(unsealed)
    rows.push({ ...unsealed, hash })
    ends.set(accountId, { sequence, hash })
  }
  await insertChained(tx, rows)
  await addReads(tx, readsAmong(rows))
  for (const [accountId, end] of ends) {
    const sealed = { ...end, seal: auditSeal ? sealOfEnd(auditSeal.key, accountId, end) : null }
    const head = tx.insertInto('governance.auditHeads').values({ accountId, ...sealed })
    await head.onConflict((old) => old.column('accountId').doUpdateSet(sealed)).execute()
  }
}

/** As lists, so that the statement is one however many they are, and prepared once. */
async function insertChained(tx: SqlTransaction, rows: readonly ChainedRecord[]): Promise<void> {
  const list = <Name extends keyof ChainedRecord>(name: Name) => rows.map((row) => row[name])
  const texts = (
    ['actor', 'principal', 'action', 'resource', 'decision', 'previousHash', 'hash'] as const
  ).map((name) => raw`${list(name)}::text[]`)
  const details = rows.map(({ detail }) => JSON.stringify(detail))
  await raw`INSERT INTO governance.audit (account_id, sequence, at, detail,
      actor, principal, action, resource, decision, previous_hash, hash)
    SELECT * FROM unnest(${list('accountId')}::text[], ${list('sequence')}::bigint[],
      ${list('at')}::timestamptz[], ${details}::jsonb[], ${raw.join(texts)})`.execute(tx)
}

/**
 * What the next record of a chain follows. Where records and what was written down of their end do
 * not meet, or nobody with the key wrote it, the chain goes on behind both, with a hash that says
 * that it follows neither: what was done to it is not covered by what comes.
 */
async function endToFollow(chaining: Chaining, accountId: string): Promise<ChainEnd> {
  const { end, lastSequence, sealed } = await chainEnds(chaining, accountId)
  if (sealed && end?.sequence === lastSequence) return end
  return { sequence: Math.max(end?.sequence ?? 0, lastSequence), hash: GENESIS }
}

/** Where a chain ends by what was written down, and by its records, both of one moment. */
export async function chainEnds(
  { sql, auditSeal }: Chaining,
  accountId: string,
): Promise<{ end: ChainEnd | undefined; lastSequence: number; sealed: boolean }> {
  const { rows } = await raw<Head>`
    SELECT heads.sequence, heads.hash, heads.seal, coalesce(ends.last, 0) AS last
    FROM (SELECT max(sequence) AS last FROM governance.audit WHERE account_id = ${accountId}) ends
    LEFT JOIN governance.audit_heads heads ON heads.account_id = ${accountId}`.execute(sql)
  const { sequence, hash, seal, last } = rows[0]!
  if (sequence === null) return { end: undefined, lastSequence: last, sealed: true }
  const end = { sequence, hash }
  const sealed = !auditSeal || endSealed(auditSeal.key, accountId, { ...end, seal })
  return { end, lastSequence: last, sealed }
}

interface Head {
  sequence: number | null
  hash: string
  seal: string | null
  last: number
}

/** A chain's records after `sequence` and up to its last one, in order. */
export async function recordsAfter(
  sql: Sql,
  { accountId, lastSequence }: { accountId: string; lastSequence: number },
  sequence: number,
): Promise<ChainedRecord[]> {
  return sql
    .selectFrom('governance.audit')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('sequence', '>', sequence)
    .where('sequence', '<=', lastSequence)
    .orderBy('sequence')
    .limit(1000)
    .execute()
}
