import { type RawBuilder, sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { ObjectAt } from '../model/object.ts'
import './tables.ts'

/** What an account keeps, or may keep. */
export interface Use {
  sizeBytes: number
  objects: number
}

export interface Quota {
  sizeBytesMax?: number | undefined
  objectsMax?: number | undefined
}

/** How a writer asks for room: with others, or alone where that is what it was told. */
export interface Room {
  alone: boolean
  /** Of accounts without a quota of their own. */
  quota: Quota
}

/** What is to be kept; of a key, what it holds makes way for it. */
export interface Wanted extends Use {
  bucket: string
  key?: ObjectAt['key']
}

/** True, or the statement fails: see the migration that made the function. */
export function roomFor(wanted: Wanted, { alone, quota }: Room): RawBuilder<boolean> {
  const { bucket, key = null, sizeBytes, objects } = wanted
  const { sizeBytesMax = null, objectsMax = null } = quota
  return raw<boolean>`storage.demand_room(${bucket}, ${key}, ${sizeBytes}::bigint,
    ${objects}::bigint, ${alone}::boolean, ${sizeBytesMax}::bigint, ${objectsMax}::bigint)`
}

export async function demandRoom(sql: Sql, wanted: Wanted, room: Room): Promise<void> {
  await raw`SELECT ${roomFor(wanted, room)}`.execute(sql)
}

export async function useOf(sql: Sql, accountId: string): Promise<Use> {
  const { rows } = await raw<Use>`
    SELECT coalesce(sum(size_bytes), 0)::bigint AS size_bytes,
      coalesce(sum(objects), 0)::bigint AS objects
    FROM storage.use WHERE account_id = ${accountId}`.execute(sql)
  return rows[0] ?? { sizeBytes: 0, objects: 0 }
}

export async function findQuota(sql: Sql, accountId: string): Promise<Quota> {
  const row = await sql
    .selectFrom('storage.quotas')
    .select(['sizeBytesMax', 'objectsMax'])
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return { sizeBytesMax: row?.sizeBytesMax ?? undefined, objectsMax: row?.objectsMax ?? undefined }
}

/** What is not given is the platform's default. */
export async function putQuota(sql: Sql, accountId: string, quota: Quota): Promise<void> {
  const { sizeBytesMax = null, objectsMax = null } = quota
  const limits = { sizeBytesMax, objectsMax }
  await sql
    .insertInto('storage.quotas')
    .values({ accountId, ...limits })
    .onConflict((known) => known.column('accountId').doUpdateSet(limits))
    .execute()
}
