import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import { entityExists } from '../errors.ts'
import type { PolicyDocument } from '../model/policy.ts'
import './tables.ts'

export interface NewPrincipal {
  id: string
  kind: 'user' | 'role'
  accountId: string
  name: string
  path: string
  createdAt: Date
  tags: Readonly<Record<string, string>>
  description?: string
  trust?: PolicyDocument
  maxSessionSeconds: number
}

export async function insertPrincipal(tx: SqlTransaction, principal: NewPrincipal): Promise<void> {
  const { kind, name, description = null, trust, tags } = principal
  const inserted = await tx
    .insertInto('identity.principals')
    .values({
      ...principal,
      description,
      trust: trust === undefined ? null : JSON.stringify(trust),
      tags: JSON.stringify(tags),
      passwordHash: null,
      sessionsValidFrom: principal.createdAt,
    })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n)
    throw entityExists({ kind: kind === 'user' ? 'User' : 'Role', name })
}

export async function updatePrincipal(
  tx: SqlTransaction,
  id: string,
  change: {
    trust?: PolicyDocument
    description?: string
    maxSessionSeconds?: number
    passwordHash?: string
    sessionsValidFrom?: Date
  },
): Promise<void> {
  const { trust, ...rest } = change
  await tx
    .updateTable('identity.principals')
    .set({ ...rest, ...(trust === undefined ? {} : { trust: JSON.stringify(trust) }) })
    .where('id', '=', id)
    .execute()
}

export async function deletePrincipal(tx: SqlTransaction, id: string): Promise<void> {
  await tx.deleteFrom('identity.principals').where('id', '=', id).execute()
}

export async function findUserId(
  tx: SqlTransaction,
  { accountId, name }: { accountId: string; name: string },
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('identity.principals')
    .select('id')
    .where('kind', '=', 'user')
    .where('accountId', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.id
}

/** The only thing that is not kept in memory. */
export async function passwordHashOf(sql: Sql, id: string): Promise<string | undefined> {
  const row = await sql
    .selectFrom('identity.principals')
    .select('passwordHash')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.passwordHash ?? undefined
}
