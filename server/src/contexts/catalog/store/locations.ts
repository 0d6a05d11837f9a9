import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import { ancestors, type TableId } from '../model/table.ts'
import './tables.ts'

const LOCATIONS_LOCK = 8440 // Any constant: locations are claimed one after the other.

interface Others {
  except?: TableId
  iceberg?: boolean
}

/**
 * Does another table lie at, above or below `location`, or are files being purged there? Claims
 * wait for each other.
 */
export async function locationTaken(
  tx: SqlTransaction,
  location: string,
  others: Others = {},
): Promise<'table' | 'purge' | undefined> {
  await lockLocations(tx)
  if (await tableLies(tx, location, others)) return 'table'
  const purge = await tx
    .selectFrom('catalog.purges')
    .select('tableId')
    .where(around(location))
    .limit(1)
    .executeTakeFirst()
  return purge && 'purge'
}

/** False where a table lies there again; none comes until `endPurge`. */
export async function beginPurge(
  tx: SqlTransaction,
  { tableId, location }: { tableId: string; location: string },
): Promise<boolean> {
  await lockLocations(tx)
  if (await tableLies(tx, location)) return false
  await tx
    .insertInto('catalog.purges')
    .values({ tableId, location })
    // A server was killed meanwhile, and the job is done again.
    .onConflict((begun) => begun.column('tableId').doNothing())
    .execute()
  return true
}

export async function endPurge(sql: Sql, tableId: string): Promise<void> {
  await sql.deleteFrom('catalog.purges').where('tableId', '=', tableId).execute()
}

interface LeftPlace {
  /** IAM alone decided who reads what lay there. */
  open: boolean
  leftAt: Date
}

export async function insertLeftPlace(
  tx: SqlTransaction,
  place: LeftPlace & { tableId: string; location: string },
): Promise<void> {
  await tx.insertInto('catalog.leftPlaces').values(place).execute()
}

/** Where tables lay that were dropped: at, above or below `location`. */
export async function leftAround(sql: Sql, location: string): Promise<LeftPlace[]> {
  return await sql
    .selectFrom('catalog.leftPlaces')
    .select(['open', 'leftAt'])
    .where(around(location))
    .execute()
}

async function lockLocations(tx: SqlTransaction): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(${LOCATIONS_LOCK})`.execute(tx)
}

/** Does another table lie at, above or below `location`? One may come at any moment. */
export async function tableLies(
  sql: Sql,
  location: string,
  { except, iceberg = false }: Others = {},
): Promise<boolean> {
  const found = await sql
    .selectFrom('catalog.tables')
    .select('id')
    .where(around(location))
    .where('id', '!=', except ?? '')
    .$if(iceberg, (some) => some.where('metadataLocation', 'is not', null))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** At, above or below. */
function around(location: string) {
  // '0' follows '/': everything below the location and nothing beside it.
  return raw<boolean>`(location = ANY(${ancestors(location)}::text[])
    OR (location > ${`${location}/`} AND location < ${`${location}0`}))`
}
