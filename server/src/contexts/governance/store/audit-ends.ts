import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import { type ChainEnd, numbersExact } from '../model/audit-chain.ts'
import './tables.ts'

interface SealedEnd extends ChainEnd {
  accountId: string
  seal: string | null
}

/** Where every chain ends. */
export function auditEnds(sql: Sql): Promise<SealedEnd[]> {
  return sql.selectFrom('governance.auditHeads').selectAll().execute()
}

/** As long as it still ends so, and has no seal. */
export async function sealEnd(
  sql: Sql,
  { accountId, sequence, hash, seal }: SealedEnd,
): Promise<void> {
  await sql
    .updateTable('governance.auditHeads')
    .set({ seal })
    .where('accountId', '=', accountId)
    .where('sequence', '=', sequence)
    .where('hash', '=', hash)
    .where('seal', 'is', null)
    .execute()
}

/** The hash of one record of each account. */
export async function hashesAt(
  sql: Sql,
  places: readonly { accountId: string; sequence: number }[],
): Promise<ReadonlyMap<string, string>> {
  const accounts = places.map(({ accountId }) => accountId)
  const sequences = places.map(({ sequence }) => sequence)
  const { rows } = await raw<{ accountId: string; hash: string }>`
    SELECT account_id, hash FROM governance.audit
    JOIN unnest(${accounts}::text[], ${sequences}::bigint[]) AS place (account_id, sequence)
      USING (account_id, sequence)`.execute(sql)
  return new Map(rows.map(({ accountId, hash }) => [accountId, hash]))
}

/**
 * The first record whose instant is finer than what its hash is over: instants are kept in
 * milliseconds.
 */
export async function firstTooFine(
  sql: Sql,
  { accountId, lastSequence }: { accountId: string; lastSequence: number },
): Promise<number | undefined> {
  const found = await sql
    .selectFrom('governance.audit')
    .select(({ fn }) => fn.min<number | null>('sequence').as('first'))
    .where('accountId', '=', accountId)
    .where('sequence', '<=', lastSequence)
    .where(raw<boolean>`at <> date_trunc('milliseconds', at)`)
    .executeTakeFirstOrThrow()
  return found.first ?? undefined
}

/**
 * The first of these records with a number that is not as it is hashed. Whole numbers of up to 15
 * digits always are, so only others are looked at.
 */
export async function firstInexact(
  sql: Sql,
  { accountId, from, to }: { accountId: string; from: number; to: number },
): Promise<number | undefined> {
  const { rows } = await raw<{ sequence: number; detail: string }>`
    SELECT sequence, detail::text AS detail FROM governance.audit
    WHERE account_id = ${accountId} AND sequence BETWEEN ${from} AND ${to}
      AND detail::text ~ '[0-9]{16}|[0-9][.][0-9]' ORDER BY sequence`.execute(sql)
  return rows.find(({ detail }) => !numbersExact(detail))?.sequence
}
