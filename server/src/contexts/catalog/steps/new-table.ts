import { randomUUID } from 'node:crypto'
import { announce } from '../../../foundation/events.ts'
import { timeOrderedId } from '../../../foundation/ids.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import {
  invalidLocation,
  otherKindExists,
  tableAlreadyExists,
  viewAlreadyExists,
} from '../errors.ts'
import { checkNewLayout } from '../model/check-layout.ts'
import type { CreateTable, TableRef, ViewRef } from '../model/face.ts'
import { createMetadata, type TableMetadata } from '../model/metadata.ts'
import { stageable } from '../model/staging.ts'
import { checkName, type Database, type Table, type TableId } from '../model/table.ts'
import { checkTransform } from '../model/transform.ts'
import { insertTable } from '../store/table-rows.ts'
import { findName } from '../store/views.ts'
import type { Workings } from '../workings.ts'
import { metadataFileAt } from './commit.ts'
import { demandFreeLocation } from './free-location.ts'
import { openDatabase } from './gates.ts'
import { placeFor } from './place.ts'
import { record } from './record.ts'
import { registerTable } from './register.ts'

/** Both gates of creation. @throws catalog.no-such-database, catalog.table-already-exists */
export async function openForCreation(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<Database> {
  const { database, taken } = await openForName(deps, caller, ref)
  if (taken === 'table') throw alreadyThere(ref)
  if (taken) throw otherKindExists({ kind: taken, database: ref.database, name: ref.table })
  return database
}

/** Both gates of creation. @throws catalog.no-such-database, catalog.view-already-exists */
export async function openForView(
  deps: Workings,
  caller: Caller,
  { accountId, database: name, view }: ViewRef,
): Promise<Database> {
  const ref = { accountId, database: name, table: view }
  const { database, taken } = await openForName(deps, caller, ref)
  if (taken === 'view') throw viewAlreadyExists({ database: name, view })
  if (taken) throw otherKindExists({ kind: taken, database: name, name: view })
  return database
}

async function openForName(deps: Workings, caller: Caller, ref: TableRef) {
  checkName(ref.table)
  const gate = { action: 'glue:CreateTable', permission: 'CREATE_TABLE' } as const
  const database = await openDatabase(deps, caller, ref, gate)
  return { database, taken: await findName(deps.sql, ref) }
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
  const place = command.location ? { location: command.location } : {}
  const since = of.writtenSince ? { writtenSince: of.writtenSince } : {}
  const location = await placeFor(deps, caller, {
    ...{ database, name: command.table },
    ...place,
    ...since,
  })
  const metadata = createMetadata({
    ...{ ...command, uuid: randomUUID() },
    ...{ location, now: deps.clock() },
  })
  checkNewLayout(metadata)
  return metadata
}

/** What a table begins as whose writers stage what they write. */
export async function asStaged(
  { staged }: Workings,
  ref: TableRef,
  metadata: TableMetadata,
): Promise<TableMetadata> {
  return (await staged?.(ref)) ? stageable(metadata) : metadata
}

interface Creation {
  database: Database
  ref: TableRef
  metadata: TableMetadata
  /** From when on what is written at its location is the table's; undefined: all of it is. */
  ownedSince: Date | undefined
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
  { database, ref, metadata, ownedSince }: Creation,
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
    ...(ownedSince ? { ownedSince } : {}),
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
  await demandFreeLocation(tx, table.location)
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
