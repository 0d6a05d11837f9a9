import { timeOrderedId } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { databaseAlreadyExists, invalidUpdate } from '../errors.ts'
import type { CreateDatabase } from '../model/face.ts'
import { storable } from '../model/storable.ts'
import { checkLocation, checkName, type Database, type DatabaseId } from '../model/table.ts'
import { demandIam, demandPlace } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { insertDatabase } from '../store/databases.ts'
import type { Workings } from '../workings.ts'

/** @throws governance.denied, catalog.database-already-exists, catalog.invalid-location */
export async function createDatabase(
  deps: Workings,
  caller: Caller,
  command: CreateDatabase,
): Promise<Database> {
  const { accountId } = command
  const name = checkName(command.database)
  if (!storable({ description: command.description, properties: command.properties }))
    throw invalidUpdate({ reason: 'a text of it cannot be kept' })
  await demandIam(deps, caller, 'glue:CreateDatabase', { accountId, database: name })
  await deps.governance.demandCatalog(caller, accountId, 'CREATE_DATABASE')
  const location = command.location === undefined ? undefined : checkLocation(command.location)
  if (location !== undefined) await demandPlace(deps, caller, { accountId, location })
  const now = deps.clock()
  const database: Database = {
    id: timeOrderedId('db-', now) as DatabaseId,
    accountId,
    name,
    properties: command.properties ?? {},
    creatorArn: caller.principalArn,
    createdAt: now,
    ...(location === undefined ? {} : { location }),
    ...(command.description === undefined ? {} : { description: command.description }),
  }
  await transaction(deps.sql, async (tx) => {
    if (!(await insertDatabase(tx, database))) throw databaseAlreadyExists({ database: name })
    const { id, creatorArn } = database
    const place = location === undefined ? {} : { location }
    await deps.governance.registerDatabase(tx, { id, accountId, name, creatorArn, ...place })
    await record(tx, deps, caller, { done: 'database-created', ref: command })
  })
  return database
}
