import { timeOrderedId } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { databaseAlreadyExists, invalidUpdate, noSuchDatabase } from '../errors.ts'
import type { CreateDatabase, DatabaseRef } from '../model/face.ts'
import { storable } from '../model/storable.ts'
import {
  checkDatabaseName,
  checkLocation,
  type Database,
  type DatabaseId,
  parentOf,
} from '../model/table.ts'
import { demandDatabasePlace, demandIam, openDatabase } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { insertDatabase, keepDatabase } from '../store/databases.ts'
import type { Workings } from '../workings.ts'

/** @throws governance.denied, catalog.database-already-exists, catalog.invalid-location */
export async function createDatabase(
  deps: Workings,
  caller: Caller,
  command: CreateDatabase,
): Promise<Database> {
  const { accountId } = command
  const name = checkDatabaseName(command.database)
  if (!storable({ description: command.description, properties: command.properties }))
    throw invalidUpdate({ reason: 'a text of it cannot be kept' })
  await demandIam(deps, caller, 'glue:CreateDatabase', { accountId, database: name })
  await deps.governance.demandCatalog(caller, accountId, 'CREATE_DATABASE')
  const parent = await openParent(deps, caller, { accountId, database: name })
  const { target } = command
  if (target) checkDatabaseName(target.database)
  const location = command.location === undefined ? undefined : checkLocation(command.location)
  if (location !== undefined) await demandDatabasePlace(deps, caller, { accountId, name, location })
  const now = deps.clock()
  const database: Database = {
    id: timeOrderedId('db-', now) as DatabaseId,
    accountId,
    name,
    properties: command.properties ?? {},
    creatorArn: caller.principalArn,
    createdAt: now,
    ...(target ? { target } : {}),
    ...(location === undefined ? {} : { location }),
    ...(command.description === undefined ? {} : { description: command.description }),
  }
  await transaction(deps.sql, async (tx) => {
    if (parent && !(await keepDatabase(tx, parent.id)))
      throw noSuchDatabase({ database: parent.name })
    if (!(await insertDatabase(tx, database))) throw databaseAlreadyExists({ database: name })
    const { id, creatorArn } = database
    const place = location === undefined ? {} : { location }
    const kind = target ? { link: true as const } : {}
    await deps.governance.registerDatabase(tx, {
      ...{ id, accountId, name, creatorArn },
      ...{ ...place, ...kind },
    })
    await record(tx, deps, caller, { done: 'database-created', ref: command })
  })
  return database
}

/** Who makes something within a database must be let do so. @throws catalog.no-such-database */
async function openParent(
  deps: Workings,
  caller: Caller,
  { accountId, database }: DatabaseRef,
): Promise<Database | undefined> {
  const parent = parentOf(database)
  if (parent === undefined) return undefined
  const gate = { action: 'glue:GetDatabase', permission: 'CREATE_TABLE' } as const
  return openDatabase(deps, caller, { accountId, database: parent }, gate)
}
