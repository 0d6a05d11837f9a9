import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidUpdate } from '../errors.ts'
import type { ReplaceDatabase } from '../model/face.ts'
import { storable } from '../model/storable.ts'
import { checkLocation, type Database } from '../model/table.ts'
import { demandDatabasePlace, openDatabase } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { replaceDatabaseRow } from '../store/databases.ts'
import type { Workings } from '../workings.ts'

/** What is not given goes; its tables stay where they are. @throws catalog.no-such-database */
export async function replaceDatabase(
  deps: Workings,
  caller: Caller,
  command: ReplaceDatabase,
): Promise<void> {
  const { description, properties } = command
  if (!storable({ description, properties }))
    throw invalidUpdate({ reason: 'a text of it cannot be kept' })
  const gate = { action: 'glue:UpdateDatabase', permission: 'ALTER' } as const
  const before = await openDatabase(deps, caller, command, gate)
  const { location: _location, description: _description, ...kept } = before
  const location = await placeOf(deps, caller, { before, location: command.location })
  const database: Database = {
    ...kept,
    properties,
    ...(location === undefined ? {} : { location }),
    ...(description === undefined ? {} : { description }),
  }
  await transaction(deps.sql, async (tx) => {
    await replaceDatabaseRow(tx, database)
    const { id, accountId, name, creatorArn } = database
    const place = location === undefined ? {} : { location }
    await deps.governance.registerDatabase(tx, { id, accountId, name, creatorArn, ...place })
    const detail = { properties: Object.keys(properties), ...place }
    await record(tx, deps, caller, { done: 'database-replaced', ref: command, detail })
  })
}

async function placeOf(
  deps: Workings,
  caller: Caller,
  { before, location: raw }: { before: Database; location: string | undefined },
): Promise<string | undefined> {
  if (raw === undefined) return undefined
  const location = checkLocation(raw)
  if (location === before.location) return location
  await demandDatabasePlace(deps, caller, { ...before, location })
  return location
}
