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

/** Newest first, before the one with id `before`. */
export async function findRequests(
  sql: Sql,
  query: {
    accountId: AccountId
    open?: boolean
    requestedBy?: string
    before?: string
    limit: number
  },
): Promise<AccessRequest[]> {
  const { accountId, open, requestedBy, before, limit } = query
  const rows = await sql
    .selectFrom('governance.requests')
    .selectAll()
    .where('accountId', '=', accountId)
    .$if(open !== undefined, (on) => on.where('state', open ? '=' : '!=', 'open'))
    .$if(requestedBy !== undefined, (on) => on.where('requestedBy', '=', requestedBy ?? ''))
    .$if(before !== undefined, (on) => on.where('id', '<', before ?? ''))
    .orderBy('id', 'desc') // Ids of requests have the order of time.
    .limit(limit)
    .execute()
  return rows.map(requestOf)
}

type Row = Omit<AccessRequest, 'endsAt' | 'decidedBy' | 'decidedAt' | 'note'> & {
  endsAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  note: string | null
}

function requestOf(raw: object): AccessRequest {
  const { endsAt, decidedBy, decidedAt, note, ...row } = raw as Row
  return {
    ...row,
    ...(endsAt ? { endsAt } : {}),
    ...(decidedBy ? { decidedBy } : {}),
    ...(decidedAt ? { decidedAt } : {}),
    ...(note ? { note } : {}),
  }
}
