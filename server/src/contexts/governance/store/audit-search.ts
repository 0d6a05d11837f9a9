import { type RawBuilder, sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { ChainedRecord } from '../model/audit-chain.ts'
import './tables.ts'

export interface AuditSearch {
  accountId: string
  /** A resource exactly, or a table's id wherever a record names it. */
  resource?: string
  /** A table in all ways in which records name one: grants do by its name in a catalog. */
  dataset?: { catalogId: string; name: string; arn: string; tableId?: string }
  /** Who did it: the caller, as whom they did, or who was behind their session. */
  person?: string
  /** As whom: a role or user. */
  principal?: string
  action?: string
  decision?: 'allowed' | 'denied'
  from?: Date
  to?: Date
  /** Records after that of this sequence number, in the order of the list: the next page. */
  before?: number
  limit: number
}

/**
 * Newest first; of one moment the last first. Every way in which a record can match has an index of
 * its own that is in this order, so each is walked by itself, as far as the page goes; by one
 * statement, so that a search takes one connection.
 */
export async function searchRecords(sql: Sql, search: AuditSearch): Promise<ChainedRecord[]> {
  const { limit } = search
  const place = await placeOf(sql, search)
  const ways = waysOf(search).flatMap((what) => personsOf(search).map((who) => [...what, ...who]))
  const [first, ...others] = ways.map((way) => walk(sql, search, [...way, ...place]))
  const found = await others.reduce((all, other) => all.unionAll(other), first!).execute()
  const known = new Map(found.map((record) => [record.sequence, record]))
  return [...known.values()].sort(newestFirst).slice(0, limit)
}

type Condition = RawBuilder<boolean>

/** What it was done to. */
function waysOf({ resource, dataset }: AuditSearch): Condition[][] {
  if (resource !== undefined) return idWays(resource)
  if (dataset === undefined) return [[]]
  const { catalogId, name, arn, tableId } = dataset
  const here = raw<boolean>`coalesce(detail ->> 'catalogId', account_id) = ${catalogId}`
  return [
    [raw<boolean>`resource = ${arn}`],
    [raw<boolean>`resource = ${name}`, here],
    ...(tableId === undefined ? [] : idWays(tableId)),
  ]
}

function idWays(id: string): Condition[][] {
  return [[raw<boolean>`resource = ${id}`], [raw<boolean>`detail ->> 'tableId' = ${id}`]]
}

/** Who did it. */
function personsOf({ person }: AuditSearch): Condition[][] {
  if (person === undefined) return [[]]
  return [
    [raw<boolean>`actor = ${person}`],
    [raw<boolean>`principal = ${person}`],
    [raw<boolean>`detail ->> 'behind' = ${person}`],
  ]
}

/** Behind the last record of the page before. */
async function placeOf(sql: Sql, { accountId, before }: AuditSearch): Promise<Condition[]> {
  if (before === undefined) return []
  const last = await sql
    .selectFrom('governance.audit')
    .select('at')
    .where('accountId', '=', accountId)
    .where('sequence', '=', before)
    .executeTakeFirst()
  return last ? [raw<boolean>`(at, sequence) < (${last.at}, ${before})`] : []
}

function walk(
  sql: Sql,
  { accountId, principal, action, decision, from, to, limit }: AuditSearch,
  conditions: readonly Condition[],
) {
  let query = sql.selectFrom('governance.audit').selectAll().where('accountId', '=', accountId)
  for (const condition of conditions) query = query.where(condition)
  if (principal !== undefined) query = query.where('principal', '=', principal)
  if (action !== undefined) query = query.where('action', '=', action)
  // As text, so that the index of denials fits.
  if (decision === 'denied') query = query.where(raw<boolean>`decision = 'denied'`)
  if (decision === 'allowed') query = query.where('decision', '=', decision)
  if (from !== undefined) query = query.where('at', '>=', from)
  if (to !== undefined) query = query.where('at', '<', to)
  const page = query.orderBy('at', 'desc').orderBy('sequence', 'desc').limit(limit)
  return sql.selectFrom(page.as('found')).selectAll()
}

function newestFirst(one: ChainedRecord, other: ChainedRecord): number {
  return other.at.getTime() - one.at.getTime() || other.sequence - one.sequence
}
