import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Trial } from '../model/trial.ts'
import './tables.ts'

export async function insertTrial(sql: Sql, trial: Trial): Promise<void> {
  const { charter, namedLater } = trial
  const values = {
    ...trial,
    ...{ charter: JSON.stringify(charter), namedLater: JSON.stringify(namedLater) },
  }
  await sql.insertInto('trials.trials').values(values).execute()
}

export async function findTrial(sql: Sql, id: string): Promise<Trial | undefined> {
  return await sql.selectFrom('trials.trials').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Held until the transaction ends. */
export async function lockTrial(tx: SqlTransaction, id: string): Promise<Trial | undefined> {
  return await tx
    .selectFrom('trials.trials')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateTrial(
  sql: Sql,
  id: string,
  { charter, namedLater, ...change }: Partial<Omit<Trial, 'id' | 'accountId'>>,
): Promise<void> {
  await sql
    .updateTable('trials.trials')
    .set({
      ...change,
      ...(charter && { charter: JSON.stringify(charter) }),
      ...(namedLater && { namedLater: JSON.stringify(namedLater) }),
    })
    .where('id', '=', id)
    .execute()
}

export interface TrialsQuery {
  accountId: AccountId
  /** Trials of other accounts are seen by the people whom they name. */
  principalArn: string
  text?: string
  after?: string
  countMax: number
}

/** The newest first. */
export async function listOfTrials(sql: Sql, query: TrialsQuery): Promise<Trial[]> {
  const { text, after, countMax } = query
  let found = trialsTold(sql, query)
  if (after !== undefined) found = found.where('id', '<', after)
  for (const word of words(text)) {
    const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`
    found = found.where(
      raw<boolean>`concat_ws(' ', charter ->> 'title', charter ->> 'hypothesis',
        charter ->> 'vendor', charter #>> '{dataset,database}', charter #>> '{dataset,table}',
        decision, verdict) ILIKE ${like}`,
    )
  }
  return await found.orderBy('id', 'desc').limit(countMax).execute()
}

/** Decided ones of a vendor, the newest first. */
export async function decidedOf(
  sql: Sql,
  query: Told & { vendor: string; countMax: number },
): Promise<Trial[]> {
  return await trialsTold(sql, query)
    .where(raw<boolean>`lower(charter ->> 'vendor') = lower(${query.vendor})`)
    .where('decidedAt', 'is not', null)
    .orderBy('decidedAt', 'desc')
    .limit(query.countMax)
    .execute()
}

type Told = Pick<TrialsQuery, 'accountId' | 'principalArn'>

/** Those of an account, and those that name a person. */
function trialsTold(sql: Sql, { accountId, principalArn }: Told) {
  const named = JSON.stringify([{ arn: principalArn }])
  return sql
    .selectFrom('trials.trials')
    .selectAll()
    .where((on) =>
      on.or([
        on('accountId', '=', accountId),
        raw<boolean>`charter -> 'people' @> ${named}::jsonb`,
      ]),
    )
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}

export async function trialsOfFeed(sql: Sql, feedId: string): Promise<Trial[]> {
  return await sql
    .selectFrom('trials.trials')
    .selectAll()
    .where(raw<boolean>`charter ->> 'feedId' = ${feedId}`)
    .where('stage', 'not in', ['decided', 'expired'])
    .orderBy('id')
    .execute()
}

/** True when another trial of the feed is not over, or ended with a buy. */
export async function feedWanted(
  sql: Sql,
  { feedId, exceptTrialId }: { feedId: string; exceptTrialId: string },
): Promise<boolean> {
  const found = await sql
    .selectFrom('trials.trials')
    .select('id')
    .where(raw<boolean>`charter ->> 'feedId' = ${feedId}`)
    .where('id', '!=', exceptTrialId)
    .where((on) =>
      on.or([on('stage', 'not in', ['decided', 'expired']), on('decision', '=', 'buy')]),
    )
    .executeTakeFirst()
  return found !== undefined
}

export async function openTrials(sql: Sql): Promise<Trial[]> {
  return await sql
    .selectFrom('trials.trials')
    .selectAll()
    .where('stage', 'not in', ['decided', 'expired'])
    .orderBy('endsAt')
    .execute()
}
