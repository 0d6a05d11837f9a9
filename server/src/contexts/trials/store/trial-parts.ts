import type { Sql } from '../../../foundation/sql.ts'
import type { TrialGrant } from '../model/charter.ts'
import { digestOf } from '../model/digest.ts'
import type { Spent, Variant } from '../model/metric.ts'
import './tables.ts'

export interface TrialEvent {
  at: Date
  by: string
  text: string
}

export async function insertEvent(sql: Sql, trialId: string, event: TrialEvent): Promise<void> {
  await sql
    .insertInto('trials.events')
    .values({ trialId, ...event })
    .execute()
}

export async function eventsOf(sql: Sql, trialId: string): Promise<TrialEvent[]> {
  return await sql
    .selectFrom('trials.events')
    .select(['at', 'by', 'text'])
    .where('trialId', '=', trialId)
    .orderBy('id')
    .execute()
}

export interface KeptGrant {
  given: TrialGrant
  grantedBy: string
  /** Null: it was replaced by one without end. */
  endsAt: Date | null
}

/** The newest end of a grant is the one that counts. */
export async function keepGrant(sql: Sql, trialId: string, grant: KeptGrant): Promise<void> {
  const { given, grantedBy, endsAt } = grant
  await sql
    .insertInto('trials.grants')
    .values({ trialId, digest: digestOf(given), given: JSON.stringify(given), grantedBy, endsAt })
    .onConflict((known) => known.columns(['trialId', 'digest']).doUpdateSet({ grantedBy, endsAt }))
    .execute()
}

export async function grantsOf(sql: Sql, trialId: string): Promise<KeptGrant[]> {
  return await sql
    .selectFrom('trials.grants')
    .select(['given', 'grantedBy', 'endsAt'])
    .where('trialId', '=', trialId)
    .orderBy('id')
    .execute()
}

export interface Extension {
  endsAt: Date
  reason: string
  askedBy: string
  askedAt: Date
}

export async function insertExtension(
  sql: Sql,
  trialId: string,
  extension: Extension,
): Promise<void> {
  await sql
    .insertInto('trials.extensions')
    .values({ trialId, ...extension })
    .onConflict((known) => known.columns(['trialId', 'endsAt', 'askedBy']).doNothing())
    .execute()
}

export async function extensionsOf(sql: Sql, trialId: string): Promise<Extension[]> {
  return await sql
    .selectFrom('trials.extensions')
    .select(['endsAt', 'reason', 'askedBy', 'askedAt'])
    .where('trialId', '=', trialId)
    .orderBy('askedAt')
    .execute()
}

export async function insertSpent(sql: Sql, trialId: string, spent: Spent): Promise<void> {
  await sql
    .insertInto('trials.spending')
    .values({ trialId, ...spent })
    .execute()
}

export async function spendingOf(sql: Sql, trialId: string): Promise<Spent[]> {
  return await sql
    .selectFrom('trials.spending')
    .select(['at', 'what', 'cpuSeconds', 'usd'])
    .where('trialId', '=', trialId)
    .orderBy('id')
    .execute()
}

/** USD by trial. */
export async function spentBy(sql: Sql, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await sql
    .selectFrom('trials.spending')
    .select(({ fn }) => ['trialId', fn.sum<number>('usd').as('usd')])
    .where('trialId', 'in', ids)
    .groupBy('trialId')
    .execute()
  return new Map(rows.map(({ trialId, usd }) => [trialId, usd]))
}

/** Of one name there is one: trying it again is no other try, and forgets no ratio. */
export async function insertVariant(sql: Sql, trialId: string, variant: Variant): Promise<void> {
  const { sharpe } = variant
  await sql
    .insertInto('trials.variants')
    .values({ trialId, ...variant })
    .onConflict((known) => {
      const same = known.columns(['trialId', 'name'])
      return sharpe === null ? same.doNothing() : same.doUpdateSet({ sharpe })
    })
    .execute()
}

export async function variantsOf(sql: Sql, trialId: string): Promise<Variant[]> {
  return await sql
    .selectFrom('trials.variants')
    .select(['name', 'sharpe', 'triedBy', 'triedAt'])
    .where('trialId', '=', trialId)
    .orderBy('triedAt')
    .orderBy('name')
    .execute()
}
