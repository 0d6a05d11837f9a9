import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Permission } from '../model/permission.ts'
import type { ResourceName } from '../model/resource-name.ts'
import './tables.ts'

/** Somebody asks for a grant; who may give it approves or rejects. */
export interface AccessRequest {
  id: string
  /** The account of the one who asks: its admins decide. */
  accountId: AccountId
  principal: string
  catalogId: AccountId
  resource: ResourceName
  permissions: readonly Permission[]
  purpose: string
  /** When the access should end. */
  endsAt?: Date
  requestedBy: string
  /** Who asked, behind whatever role; unknown of old requests and of the platform's own roles. */
  person?: string
  requestedAt: Date
  state: 'open' | 'approved' | 'rejected'
  decidedBy?: string
  decidedAt?: Date
  note?: string
}

export async function insertRequest(tx: SqlTransaction, request: AccessRequest): Promise<void> {
  await tx
    .insertInto('governance.requests')
    .values({
      ...request,
      resource: JSON.stringify(request.resource),
      permissions: [...request.permissions],
      endsAt: request.endsAt ?? null,
      decidedBy: null,
      decidedAt: null,
      note: null,
      person: request.person ?? null,
    })
    .execute()
}

export async function lockRequest(
  tx: SqlTransaction,
  id: string,
): Promise<AccessRequest | undefined> {
  const row = await tx
    .selectFrom('governance.requests')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && requestOf(row)
}

export async function findRequest(sql: Sql, id: string): Promise<AccessRequest | undefined> {
  const rows = sql.selectFrom('governance.requests').selectAll()
  const row = await rows.where('id', '=', id).executeTakeFirst()
  return row && requestOf(row)
}

export async function closeRequest(
  tx: SqlTransaction,
  decided: { id: string; state: AccessRequest['state'] } & {
    decidedBy: string
    decidedAt: Date
    note: string | null
    endsAt: Date | null
  },
): Promise<void> {
  const { id, ...values } = decided
  await tx.updateTable('governance.requests').set(values).where('id', '=', id).execute()
}

/** Of the account, or on what the catalogs hold; newest first, before the one with id `before`. */
export async function findRequests(
  sql: Sql,
  query: {
    accountId: AccountId
    open?: boolean
    /** Of the account only what this one asked for. */
    requestedBy?: string
    catalogIds?: readonly AccountId[]
    before?: string
    limit: number
  },
): Promise<AccessRequest[]> {
  const { accountId, open, requestedBy, catalogIds = [], before, limit } = query
  const rows = await sql
    .selectFrom('governance.requests')
    .selectAll()
    .where(({ eb, and, or }) =>
      or([
        and([
          eb('accountId', '=', accountId),
          ...(requestedBy === undefined ? [] : [eb('requestedBy', '=', requestedBy)]),
        ]),
        ...(catalogIds.length === 0 ? [] : [eb('catalogId', 'in', [...catalogIds])]),
      ]),
    )
    .$if(open !== undefined, (on) => on.where('state', open ? '=' : '!=', 'open'))
    .$if(before !== undefined, (on) => on.where('id', '<', before ?? ''))
    .orderBy('id', 'desc') // Ids of requests have the order of time.
    .limit(limit)
    .execute()
  return rows.map(requestOf)
}

const OPEN_MAX = 1000

/** Open ones for what an account owns, the newest of them first. */
export async function findOpenOn(sql: Sql, catalogId: AccountId): Promise<AccessRequest[]> {
  const rows = await sql
    .selectFrom('governance.requests')
    .selectAll()
    .where('catalogId', '=', catalogId)
    .where('state', '=', 'open')
    .orderBy('id', 'desc')
    .limit(OPEN_MAX)
    .execute()
  return rows.map(requestOf)
}

type Row = Omit<AccessRequest, 'endsAt' | 'decidedBy' | 'decidedAt' | 'note' | 'person'> & {
  person: string | null
  endsAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  note: string | null
}

function requestOf(raw: object): AccessRequest {
  const { endsAt, decidedBy, decidedAt, note, person, ...row } = raw as Row
  return {
    ...row,
    ...(endsAt ? { endsAt } : {}),
    ...(decidedBy ? { decidedBy } : {}),
    ...(decidedAt ? { decidedAt } : {}),
    ...(note ? { note } : {}),
    ...(person ? { person } : {}),
  }
}
