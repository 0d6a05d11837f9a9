import { randomUUID } from 'node:crypto'
import { announce } from '../../../foundation/events.ts'
import { timeOrderedId } from '../../../foundation/ids.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidLocation, tableAlreadyExists } from '../errors.ts'
import type { CreateTable, TableRef } from '../model/face.ts'
import { createMetadata, type TableMetadata } from '../model/metadata.ts'
import {
  checkLocation,
  checkName,
  type Database,
  elsewhere,
  type Table,
  type TableId,
  warehouse,
  within,
} from '../model/table.ts'
import { checkTransform } from '../model/transform.ts'
import { findAnyTable, insertTable, locationTaken } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import { metadataFileAt } from './commit.ts'
import { demandPlace, demandVacancy, openDatabase } from './gates.ts'
import { record } from './record.ts'
import { registerTable } from './register.ts'

/** Both gates of creation. @throws catalog.no-such-database, catalog.table-already-exists */
export async function openForCreation(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<Database> {
  checkName(ref.table)
  const gate = { action: 'glue:CreateTable', permission: 'CREATE_TABLE' } as const
  const database = await openDatabase(deps, caller, ref, gate)
  if (await findAnyTable(deps.sql, ref)) throw alreadyThere(ref)
  return database
}

/**
 * Metadata of a table that is not there yet, at a place that the caller may use. `writtenSince`:
 * from when on its files may lie there already.
 */
export async function newMetadata(
  deps: Workings,
  caller: Caller,
  of: { database: Database; command: CreateTable; writtenSince?: Date },
): Promise<TableMetadata> {
  const { database, command } = of
  for (const field of command.partitionSpec?.fields ?? []) checkTransform(field.transform)
  const location =
    command.location && !elsewhere(command.location)
      ? await givenPlace(deps, caller, { ...of, location: command.location })
      : await defaultPlace(deps, { database, table: command.table })
  return createMetadata({ ...command, uuid: randomUUID(), location, now: deps.clock() })
}

/** Below the location of its database an empty place needs no leave of its own. */
async function givenPlace(
  deps: Workings,
  caller: Caller,
  place: { database: Database; location: string; writtenSince?: Date },
): Promise<string> {
  const { database, location: raw, ...since } = place
  const location = checkLocation(raw)
  const inside = database.location !== undefined && within(database.location, location)
  if (!inside) await demandPlace(deps, caller, { accountId: database.accountId, location })
  await demandVacancy(deps, caller, { location, ...since })
  return location
}

/** A new place each time: a table of an earlier table's name never meets its files. */
async function defaultPlace(
  { storage }: Workings,
  { database, table }: { database: Database; table: string },
): Promise<string> {
  const { accountId, location } = database
  if (location === undefined) await storage.ensureBucket({ name: warehouse(accountId), accountId })
  const root = location ?? `s3://${warehouse(accountId)}/${safe(database.name)}`
  return `${root}/${safe(table)}-${randomUUID().slice(0, 8)}`
}

function safe(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_')
}

interface Creation {
  database: Database
  ref: TableRef
  metadata: TableMetadata
  /** In the transaction that makes the table. */
  alongside?(tx: SqlTransaction, table: Table): Promise<void>
}

/** Writes the first metadata file, then the row that names it. */
export async function insertNewTable(
  deps: Workings,
  caller: Caller,
  creation: Creation,
): Promise<Table> {
  const table = newRow(deps, caller, creation, metadataFileAt(creation.metadata.location, 0))
  await deps.files.write(table.metadataLocation, creation.metadata)
  try {
    await insertKnownTable(deps, caller, { ...creation, table })
  } catch (error) {
    if (tableAlreadyExists.matches(error) || invalidLocation.matches(error))
      await deps.storage.remove([table.metadataLocation])
    throw error
  }
  return table
}

/** The row of a table whose metadata file is there. */
export async function insertKnownTable(
  deps: Workings,
  caller: Caller,
  creation: Creation & { table: Table },
): Promise<void> {
  await transaction(deps.sql, async (tx) => {
    await claim(deps, caller, tx, creation)
    await creation.alongside?.(tx, creation.table)
  })
}

export function newRow(
  { clock }: Pick<Workings, 'clock'>,
  caller: Caller,
  { database, ref, metadata }: Creation,
  metadataLocation: string,
): Table {
  const now = clock()
  return {
    id: timeOrderedId('tbl-', now) as TableId,
    accountId: database.accountId,
    databaseId: database.id,
    database: database.name,
    name: ref.table,
    location: metadata.location,
    metadataLocation,
    version: 1,
    creatorArn: caller.principalArn,
    createdAt: now,
    updatedAt: now,
  }
}

async function claim(
  deps: Workings,
  caller: Caller,
  tx: SqlTransaction,
  { ref, table, metadata }: { ref: TableRef; table: Table; metadata: TableMetadata },
): Promise<void> {
  if (await locationTaken(tx, table.location))
    throw invalidLocation({ location: table.location, reason: 'another table lies there' })
  if (!(await insertTable(tx, table))) throw alreadyThere(ref)
  await registerTable(deps, tx, table, metadata)
  const detail = { tableId: table.id, location: table.location }
  await record(tx, deps, caller, { done: 'table-created', ref, detail })
  const { accountId, databaseId, id: tableId } = table
  await announce(tx, 'catalog.table-created', { accountId, databaseId, tableId })
}

function alreadyThere({ database, table }: TableRef) {
  return tableAlreadyExists({ database, table })
}
