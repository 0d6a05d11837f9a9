import type { Selectable } from 'kysely'
import {
  type Sql,
  type SqlTransaction,
  type Tables,
  takenMeanwhile,
} from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import { sessionNameTaken } from '../errors.ts'
import {
  type Kind,
  LIVING,
  type Session,
  type SessionState,
  type SessionUser,
} from '../model/session.ts'
import { withInstants } from './principal.ts'
import './tables.ts'

type Row = Selectable<Tables['sessions.sessions']>

export async function insertSession(
  tx: SqlTransaction,
  session: Omit<Session, 'id' | 'box' | 'appId' | 'reason' | 'log' | 'endedAt'>,
): Promise<Session> {
  const { place, principal, conf, size, assumedThrough, ...rest } = session
  try {
    const row = await tx
      .insertInto('sessions.sessions')
      .values({
        ...rest,
        placeKind: place.kind,
        placeId: place.id,
        principal: JSON.stringify(principal),
        assumedThrough: [...assumedThrough],
        conf: JSON.stringify(conf),
        size: size ? JSON.stringify(size) : null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return toSession(row)
  } catch (error) {
    if (!takenMeanwhile(error)) throw error
    throw sessionNameTaken({ name: session.name ?? '' }, { cause: error })
  }
}

export async function findSession(sql: Sql, id: number): Promise<Session | undefined> {
  const row = await sql
    .selectFrom('sessions.sessions')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toSession(row)
}

/** Locked until the transaction ends: steps of one session follow each other. */
export async function lockSession(tx: SqlTransaction, id: number): Promise<Session | undefined> {
  const row = await tx
    .selectFrom('sessions.sessions')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toSession(row)
}

export async function findSessionByName(
  sql: Sql,
  user: SessionUser,
  name: string,
): Promise<Session | undefined> {
  const row = await ofUser(sql, user)
    .where('name', '=', name)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row && toSession(row)
}

export async function livingSessionsOf(sql: Sql, user: SessionUser): Promise<Session[]> {
  const rows = await ofUser(sql, user).where('state', 'in', LIVING).orderBy('id').execute()
  return rows.map(toSession)
}

function ofUser(sql: Sql, { accountId, owner, place }: SessionUser) {
  return sql
    .selectFrom('sessions.sessions')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('owner', '=', owner)
    .where('placeKind', '=', place.kind)
    .where('placeId', '=', place.id)
}

/** Of all places, the newest first, before the one with number `before`. */
export async function sessionsOfAccount(
  sql: Sql,
  query: { accountId: AccountId; owners?: readonly string[]; before?: number; limit: number },
): Promise<Session[]> {
  const { accountId, owners, before, limit } = query
  const rows = await sql
    .selectFrom('sessions.sessions')
    .selectAll()
    .where('accountId', '=', accountId)
    .$if(owners !== undefined, (on) => on.where('owner', 'in', owners ?? []))
    .$if(before !== undefined, (on) => on.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toSession)
}

export async function livingSessions(sql: Sql): Promise<Session[]> {
  const states = [...LIVING, 'shutting_down']
  const rows = await sql
    .selectFrom('sessions.sessions')
    .selectAll()
    .where('state', 'in', states)
    .orderBy('id')
    .execute()
  return rows.map(toSession)
}

export async function updateSession(
  sql: Sql,
  id: number,
  change: Partial<
    Pick<
      Session,
      'state' | 'box' | 'appId' | 'reason' | 'log' | 'lastActiveAt' | 'endedAt' | 'reservationId'
    >
  >,
): Promise<void> {
  const { log, ...rest } = change
  await sql
    .updateTable('sessions.sessions')
    .set({ ...rest, ...(log ? { log: [...log] } : {}) })
    .where('id', '=', id)
    .execute()
}

function toSession(row: Row): Session {
  const { placeKind, placeId, ...rest } = row
  return {
    ...rest,
    accountId: row.accountId as AccountId,
    behind: row.behind ?? row.owner,
    principal: withInstants(row.principal),
    assumedThrough: row.assumedThrough as AccountId[],
    place: { kind: placeKind, id: placeId },
    kind: row.kind as Kind,
    state: row.state as SessionState,
    releaseLabel: row.releaseLabel ?? undefined,
    size: row.size ?? undefined,
    name: row.name ?? undefined,
    box: row.box ?? undefined,
    reservationId: row.reservationId ?? undefined,
    appId: row.appId ?? undefined,
    reason: row.reason ?? undefined,
    endedAt: row.endedAt ?? undefined,
  }
}
