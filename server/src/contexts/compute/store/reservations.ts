import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Capacity, CapacityLimit } from '../model/capacity.ts'
import type { Reservation, ReservationOwner } from '../model/reservation.ts'
import type { ExecutorSize, ExecutorsWish } from '../model/scaling.ts'
import './tables.ts'

const LOCK = 8472 // Any constant: reservations are counted and made one after the other.

export async function lockReservations(tx: SqlTransaction): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx)
}

export interface Use {
  owner: Capacity
  account: Capacity
  platform: Capacity
}

/** What is reserved at each level, in one look. */
export async function usedCapacity(sql: Sql, owner: ReservationOwner): Promise<Use> {
  const { kind, id, accountId } = owner
  const own = raw`owner_kind = ${kind} AND owner_id = ${id}`
  const ofAccount = raw`account_id = ${accountId}`
  const total = (column: string, filter = raw`true`) =>
    raw`coalesce(sum(${raw.ref(column)}) FILTER (WHERE ${filter}), 0)::float8`
  const part = (filter = raw`true`) => raw`json_build_object(
    'cpu', ${total('cpu', filter)}, 'memoryBytes', ${total('memory_bytes', filter)},
    'diskBytes', ${total('disk_bytes', filter)})`
  const { rows } = await raw<Use>`
    SELECT ${part(own)} AS owner, ${part(ofAccount)} AS account, ${part()} AS platform
    FROM compute.reservations`.execute(sql)
  return rows[0]!
}

export async function insertReservation(tx: SqlTransaction, made: Reservation): Promise<void> {
  const { owner, ...row } = made
  await tx
    .insertInto('compute.reservations')
    .values({ ...row, accountId: owner.accountId, ownerKind: owner.kind, ownerId: owner.id })
    .execute()
}

/** The owner, or undefined when it was released before. */
export async function deleteReservation(
  tx: SqlTransaction,
  id: string,
): Promise<ReservationOwner | undefined> {
  const row = await tx
    .deleteFrom('compute.reservations')
    .where('id', '=', id)
    .returning(['accountId', 'ownerKind', 'ownerId'])
    .executeTakeFirst()
  return (
    row && {
      kind: row.ownerKind as ReservationOwner['kind'],
      id: row.ownerId,
      accountId: row.accountId as AccountId,
    }
  )
}

/** What of a reservation on a cluster is for executors of that driver. */
export async function setExecutors(
  sql: Sql,
  id: string,
  given: { driver: string; executors: number; size: ExecutorSize },
): Promise<void> {
  const { driver, executors, size } = given
  await sql
    .updateTable('compute.reservations')
    .set({ driver, executors, executorSize: JSON.stringify(size) })
    .where('id', '=', id)
    .execute()
}

export interface DriverExecutors extends ExecutorsWish {
  driver: string
  executors: number
}

/** Drivers of a cluster that have executors. */
export async function executorsOf(sql: Sql, clusterId: string): Promise<DriverExecutors[]> {
  const rows = await sql
    .selectFrom('compute.reservations')
    .select(['driver', 'executors', 'executorSize'])
    .where('ownerKind', '=', 'cluster')
    .where('ownerId', '=', clusterId)
    .where('driver', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.flatMap(({ driver, executors, executorSize: size }) =>
    driver === null || size === null ? [] : [{ driver, executors, count: executors, size }],
  )
}

/** Releases all that hangs on an owner. */
export async function deleteReservationsOf(
  tx: SqlTransaction,
  owner: Pick<ReservationOwner, 'kind' | 'id'>,
): Promise<void> {
  await tx
    .deleteFrom('compute.reservations')
    .where('ownerKind', '=', owner.kind)
    .where('ownerId', '=', owner.id)
    .execute()
}

/** Owners that hold anything, as `kind:id`. */
export async function busyOwners(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql
    .selectFrom('compute.reservations')
    .select(['ownerKind', 'ownerId'])
    .distinct()
    .execute()
  return new Set(rows.map(({ ownerKind, ownerId }) => `${ownerKind}:${ownerId}`))
}

export async function findAccountLimit(sql: Sql, accountId: AccountId): Promise<CapacityLimit> {
  const row = await sql
    .selectFrom('compute.accountLimits')
    .select(['cpu', 'memoryBytes', 'diskBytes'])
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== null))
}

export async function putAccountLimit(
  tx: SqlTransaction,
  limit: CapacityLimit & { accountId: AccountId; updatedAt: Date },
): Promise<void> {
  const { accountId, updatedAt } = limit
  const values = {
    cpu: limit.cpu ?? null,
    memoryBytes: limit.memoryBytes ?? null,
    diskBytes: limit.diskBytes ?? null,
    updatedAt,
  }
  await tx
    .insertInto('compute.accountLimits')
    .values({ accountId, ...values })
    .onConflict((known) => known.column('accountId').doUpdateSet(values))
    .execute()
}
