import { randomUUID } from 'node:crypto'
import { sql as raw, type Selectable } from 'kysely'
import {
  type Sql,
  type SqlTransaction,
  type Tables,
  takenMeanwhile,
} from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import { sessionNameTaken } from '../errors.ts'
import { parseSparkParameters, type Run, type RunKind, type RunState } from '../model/run.ts'
import type { Place, SessionUser } from '../model/session.ts'
import { withInstants } from './principal.ts'
import './tables.ts'

/** Runs that wait for each other: of one kind, at one place. */
export interface Queue {
  kind: RunKind
  place: Place
}

/** All of a run but its log, which may be long. */
const LISTED = [
  ...(['id', 'kind', 'accountId', 'placeKind', 'placeId', 'name', 'owner', 'behind'] as const),
  ...(['assumedThrough', 'principal', 'clientToken', 'releaseLabel', 'entryPoint'] as const),
  ...(['arguments', 'sparkParameters', 'conf', 'modules', 'timeoutMinutes', 'state'] as const),
  ...(['stateDetails', 'box', 'reservationId', 'size', 'appId', 'createdAt', 'startedAt'] as const),
  ...(['endedAt', 'removedAt', 'number', 'onFailure', 'attempt', 'attemptsMax'] as const),
  ...(['attemptAt', 'tags', 'sessionPolicy', 'logUri'] as const),
]

type Asked =
  | ('id' | 'kind' | 'accountId' | 'place' | 'name' | 'owner' | 'behind' | 'assumedThrough')
  | ('principal' | 'entryPoint' | 'arguments' | 'conf' | 'modules' | 'createdAt')

/** What no kind but one has. */
const USUAL = {
  releaseLabel: undefined,
  sparkParameters: '',
  timeoutMinutes: 0,
  attemptsMax: 1,
  tags: {},
  sessionPolicy: undefined,
  logUri: undefined,
  onFailure: undefined,
} satisfies Partial<Run>

export type NewRun = Pick<Run, Asked> & Partial<Pick<Run, keyof typeof USUAL | 'clientToken'>>

/**
 * Answers the run that the same token has made before, if any.
 *
 * @throws sessions.name-taken where its user has a living batch of that name there
 */
export async function insertRun(
  tx: SqlTransaction,
  run: NewRun,
): Promise<{ run: Run; inserted: boolean }> {
  const whole = { ...USUAL, clientToken: randomUUID(), ...run }
  const { place, principal, conf, tags, ...rest } = whole
  const values = {
    ...rest,
    state: 'SUBMITTED',
    stateDetails: '',
    placeKind: place.kind,
    placeId: place.id,
    principal: JSON.stringify(principal),
    conf: JSON.stringify(conf),
    tags: JSON.stringify(tags),
    modules: [...run.modules],
    arguments: [...run.arguments],
    assumedThrough: [...run.assumedThrough],
  }
  const key = ['accountId', 'placeId', 'kind', 'clientToken'] as const
  try {
    const row = await tx
      .insertInto('sessions.runs')
      .values(values)
      .onConflict((conflict) => conflict.columns(key).doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row) return { run: toRun(row), inserted: true }
  } catch (error) {
    if (!takenMeanwhile(error)) throw error
    throw sessionNameTaken({ name: run.name ?? '' }, { cause: error })
  }
  const earlier = await ofQueue(tx, run)
    .where('accountId', '=', run.accountId)
    .where('clientToken', '=', whole.clientToken)
    .executeTakeFirstOrThrow()
  return { run: toRun(earlier), inserted: false }
}

/** Livy's batches are counted. */
export async function nextBatchId(tx: SqlTransaction): Promise<string> {
  const { rows } = await raw<{ id: string }>`
    SELECT nextval('sessions.batch_numbers')::text AS id`.execute(tx)
  return rows[0]!.id
}

export async function findRun(sql: Sql, id: string): Promise<Run | undefined> {
  const query = sql.selectFrom('sessions.runs').selectAll().where('id', '=', id)
  const row = await query.executeTakeFirst()
  return row && toRun(row)
}

export async function findBatchByName(
  sql: Sql,
  user: SessionUser,
  name: string,
): Promise<Run | undefined> {
  const row = await batchesOf(sql, user)
    .where('name', '=', name)
    .orderBy('number', 'desc')
    .executeTakeFirst()
  return row && toRun(row)
}

/** The oldest first, without those that their user removed, and without their logs. */
export async function listBatches(sql: Sql, user: SessionUser): Promise<Run[]> {
  const query = batchesOf(sql, user).clearSelect().select(LISTED)
  const rows = await query.orderBy('number').execute()
  return rows.map((row) => toRun({ ...row, log: [] }))
}

/** By run; of one that lives, its driver has it. */
export async function runLogs(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const query = sql.selectFrom('sessions.runs').select(['id', 'log'])
  const rows = await query.where('id', 'in', [...ids]).execute()
  return new Map(rows.map(({ id, log }) => [id, log]))
}

/** Newest first, as EMR and EMR Serverless list them, without their logs. */
export async function listRuns(
  sql: Sql,
  wanted: Queue & { accountId: AccountId; states?: readonly RunState[] },
): Promise<Run[]> {
  const { accountId, states } = wanted
  const query = ofQueue(sql, wanted)
    .where('accountId', '=', accountId)
    .$if(states !== undefined, (narrowed) => narrowed.where('state', 'in', states ?? []))
    .clearSelect()
    .select(LISTED)
  const rows = await query.orderBy('createdAt', 'desc').orderBy('number', 'desc').execute()
  return rows.map((row) => toRun({ ...row, log: [] }))
}

/** Runs that have not ended, oldest first: that is the order of the queue. */
export async function livingRuns(sql: Sql): Promise<Run[]> {
  const query = sql.selectFrom('sessions.runs').selectAll().where('endedAt', 'is', null)
  return (await query.orderBy('createdAt').orderBy('number').execute()).map(toRun)
}

/** Runs of one queue that have not ended, oldest first; no other server looks meanwhile. */
export async function livingRunsOf(tx: SqlTransaction, queue: Queue): Promise<Run[]> {
  const key = raw`hashtext('sessions.runs'), hashtext(${`${queue.kind} ${queue.place.id}`})`
  await raw`SELECT pg_advisory_xact_lock(${key})`.execute(tx)
  const rows = await ofQueue(tx, queue)
    .where('endedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('number')
    .forUpdate()
    .execute()
  return rows.map(toRun)
}

/** Changes a run that has not ended, and is as `where` says; else answers nothing. */
export async function updateLivingRun(
  sql: Sql,
  id: string,
  change: Partial<
    Pick<
      Run,
      | ('state' | 'stateDetails' | 'box' | 'reservationId' | 'size' | 'appId')
      | ('log' | 'startedAt' | 'endedAt')
    >
  >,
  where: Partial<Pick<Run, 'state' | 'attempt'>> = {},
): Promise<Run | undefined> {
  const { log, size, ...rest } = change
  const given = { ...(log && { log: [...log] }), ...(size && { size: JSON.stringify(size) }) }
  const row = await sql
    .updateTable('sessions.runs')
    .set({ ...rest, ...given })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .$if(where.state !== undefined, (narrowed) => narrowed.where('state', '=', where.state ?? ''))
    .$if(where.attempt !== undefined, (narrowed) =>
      narrowed.where('attempt', '=', where.attempt ?? 0),
    )
    .returningAll()
    .executeTakeFirst()
  return row && toRun(row)
}

/** A run that has not ended; locked until the transaction ends. */
export async function lockLivingRun(tx: SqlTransaction, id: string): Promise<Run | undefined> {
  const row = await tx
    .selectFrom('sessions.runs')
    .selectAll()
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row && toRun(row)
}

/** The whole log of a run that has ended with that attempt. */
export async function keepLog(
  sql: Sql,
  {
    runId,
    attempt = 0,
    log,
  }: { runId: string; attempt?: number | undefined; log: readonly string[] },
): Promise<void> {
  if (log.length === 0) return
  await sql
    .updateTable('sessions.runs')
    .set({ log: [...log] })
    .where('id', '=', runId)
    .where('attempt', '=', attempt)
    .where('endedAt', 'is not', null)
    .execute()
}

/** From now on its user finds it no more. */
export async function removeRun(tx: SqlTransaction, id: string, removedAt: Date): Promise<void> {
  await tx.updateTable('sessions.runs').set({ removedAt }).where('id', '=', id).execute()
}

function ofQueue(sql: Sql, { kind, place }: Queue) {
  return sql
    .selectFrom('sessions.runs')
    .selectAll()
    .where('placeId', '=', place.id)
    .where('kind', '=', kind)
}

function batchesOf(sql: Sql, { accountId, owner, place }: SessionUser) {
  return ofQueue(sql, { kind: 'batch', place })
    .where('accountId', '=', accountId)
    .where('owner', '=', owner)
    .where('removedAt', 'is', null)
}

function toRun(row: Selectable<Tables['sessions.runs']>): Run {
  const { placeKind, placeId, number: _, ...rest } = row
  return {
    ...rest,
    ...givenToSpark(row),
    accountId: row.accountId as AccountId,
    place: { kind: placeKind, id: placeId },
    principal: withInstants(row.principal),
    behind: row.behind ?? row.owner,
    assumedThrough: row.assumedThrough as AccountId[],
    state: row.state as RunState,
    releaseLabel: row.releaseLabel ?? undefined,
    name: row.name ?? undefined,
    box: row.box ?? undefined,
    reservationId: row.reservationId ?? undefined,
    size: row.size ?? undefined,
    appId: row.appId ?? undefined,
    startedAt: row.startedAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
    removedAt: row.removedAt ?? undefined,
    onFailure: row.onFailure ?? undefined,
    attemptAt: row.attemptAt ?? row.createdAt,
    sessionPolicy: row.sessionPolicy ?? undefined,
    logUri: row.logUri ?? undefined,
  }
}

function givenToSpark({ conf, modules, sparkParameters }: Selectable<Tables['sessions.runs']>) {
  return conf && modules ? { conf, modules } : parseSparkParameters(sparkParameters)
}
