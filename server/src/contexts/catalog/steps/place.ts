import { randomUUID } from 'node:crypto'
import type { AccountId, Caller } from '../../identity/index.ts'
import { invalidLocation } from '../errors.ts'
import { checkLocation, type Database, elsewhere, warehouse, within } from '../model/table.ts'
import type { Workings } from '../workings.ts'
import { demandPlace, demandVacancy } from './gates.ts'

interface Wanted {
  database: Database
  /** Of the table or view. */
  name: string
  location?: string
  /** From when on its files may lie there already. */
  writtenSince?: Date
}

/** Where a new table or view lies: where it was asked for, if that is in S3 and may be used. */
export function placeFor(deps: Workings, caller: Caller, wanted: Wanted): Promise<string> {
  const { location } = wanted
  return location !== undefined && !elsewhere(location)
    ? givenPlace(deps, caller, { ...wanted, location })
    : defaultPlace(deps, wanted)
}

/** Below the location of its database an empty place needs no leave of its own. */
async function givenPlace(
  deps: Workings,
  caller: Caller,
  { database, location: raw, writtenSince }: Wanted & { location: string },
): Promise<string> {
  const location = checkLocation(raw)
  const inside = database.location !== undefined && within(database.location, location)
  if (!inside) await demandPlace(deps, caller, { accountId: database.accountId, location })
  await demandVacancy(deps, caller, { location, ...(writtenSince ? { writtenSince } : {}) })
  return location
}

/** A new place each time: a table of an earlier table's name never meets its files. */
async function defaultPlace({ storage }: Workings, { database, name }: Wanted): Promise<string> {
  const { accountId, location } = database
  if (location === undefined) await storage.ensureBucket({ name: warehouse(accountId), accountId })
  const root = location ?? `s3://${warehouse(accountId)}/${safe(database.name)}`
  return `${root}/${safe(name)}-${randomUUID().slice(0, 8)}`
}

function safe(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_')
}

/**
 * May the caller make a table or view of what lies at `location` already, with its metadata in
 * `file`? No other one may have it.
 *
 * @throws governance.denied, identity.access-denied, catalog.invalid-location
 */
export async function demandKnownPlace(
  deps: Workings,
  caller: Caller,
  { accountId, location, file }: { accountId: AccountId; location: string; file: string },
): Promise<void> {
  if (checkLocation(location) !== location)
    throw invalidLocation({ location, reason: 'it is not in its plain form' })
  if (!within(location, file))
    throw invalidLocation({ location: file, reason: 'what it describes lies elsewhere' })
  await demandPlace(deps, caller, { accountId, location })
  await demandVacancy(deps, caller, { location })
}
