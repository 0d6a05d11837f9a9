import { randomUUID } from 'node:crypto'
import type { Caller } from '../../identity/index.ts'
import { invalidLocation } from '../errors.ts'
import {
  below,
  checkLocation,
  type Database,
  elsewhere,
  rootOf,
  safe,
  warehouse,
  within,
} from '../model/table.ts'
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
    : defaultPlace(deps, caller, wanted)
}

/** Below the place of its database an empty one needs no leave of its own. */
async function givenPlace(
  deps: Workings,
  caller: Caller,
  { database, location: raw, writtenSince }: Wanted & { location: string },
): Promise<string> {
  const location = checkLocation(raw)
  if (below(rootOf(database), location)) await ensureWarehouse(deps, caller, database)
  else await demandPlace(deps, caller, location)
  await demandVacancy(deps, caller, { location, ...(writtenSince ? { writtenSince } : {}) })
  return location
}

/** A new place each time: a table of an earlier table's name never meets its files. */
async function defaultPlace(
  deps: Workings,
  caller: Caller,
  { database, name }: Wanted,
): Promise<string> {
  await ensureWarehouse(deps, caller, database)
  return `${rootOf(database)}/${safe(name)}-${randomUUID().slice(0, 8)}`
}

/** It is under governance before it is there: no file in it is ever open to plain S3. */
async function ensureWarehouse(
  { storage, governance }: Workings,
  caller: Caller,
  { accountId, location }: Database,
): Promise<void> {
  const name = warehouse(accountId)
  if (location !== undefined || (await storage.bucketOwner(name)) === accountId) return
  await governance.registerWarehouse(caller, { accountId, location: `s3://${name}` })
  await storage.ensureBucket({ name, accountId })
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
  { database, location, file }: { database: Database; location: string; file: string },
): Promise<void> {
  if (checkLocation(location) !== location)
    throw invalidLocation({ location, reason: 'it is not in its plain form' })
  if (!within(location, file))
    throw invalidLocation({ location: file, reason: 'what it describes lies elsewhere' })
  if (!below(rootOf(database), location)) await demandPlace(deps, caller, location)
  await demandVacancy(deps, caller, { location })
}
