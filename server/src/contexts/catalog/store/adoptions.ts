import type { Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Adoption, AdoptionOptions, AdoptionState, Shape } from '../adoption/model/adoption.ts'
import type { TableRef } from '../model/face.ts'
import './adoption-tables.ts'

/** False while another run for the table goes on. */
export async function insertAdoption(
  sql: Sql,
  adoption: {
    id: string
    ref: TableRef
    location: string
    caller: Caller
    options: AdoptionOptions
    shape: Shape
    createdAt: Date
  },
): Promise<boolean> {
  const { id, ref, location, caller, options, shape, createdAt } = adoption
  const inserted = await sql
    .insertInto('catalog.adoptions')
    .values({
      id,
      accountId: ref.accountId,
      database: ref.database,
      tableName: ref.table,
      location,
      caller: JSON.stringify(caller),
      askerArn: caller.principalArn,
      options: JSON.stringify(options),
      state: 'queued',
      shape: JSON.stringify(shape),
      createdAt,
    })
    .onConflict((taken) =>
      taken
        .columns(['accountId', 'database', 'tableName'])
        .where('endedAt', 'is', null)
        .doNothing(),
    )
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function findAdoption(sql: Sql, id: string): Promise<Adoption | undefined> {
  const row = await sql
    .selectFrom('catalog.adoptions')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** The run for a table that has not ended. */
export async function findRunning(sql: Sql, ref: TableRef): Promise<Adoption | undefined> {
  const row = await sql
    .selectFrom('catalog.adoptions')
    .selectAll()
    .where('accountId', '=', ref.accountId)
    .where('database', '=', ref.database)
    .where('tableName', '=', ref.table)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** As whom the run works. */
export async function adoptionCaller(sql: Sql, id: string): Promise<Caller | undefined> {
  const row = await sql
    .selectFrom('catalog.adoptions')
    .select('caller')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.caller
}

/** Of who asked for them, the newest first. */
export async function adoptionsOf(
  sql: Sql,
  query: { askerArn: string; before?: string; limit: number },
): Promise<Adoption[]> {
  const rows = await sql
    .selectFrom('catalog.adoptions')
    .selectAll()
    .where('askerArn', '=', query.askerArn)
    .where((row) => row('id', '<', query.before ?? '~'))
    .orderBy('id', 'desc')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

export type AdoptionChange = Partial<
  Pick<Adoption, 'filesFound' | 'filesRead' | 'rowsRead' | 'filesAdded' | 'notesCount'>
> & {
  state?: AdoptionState
  shape?: Shape
  error?: string
  tableId?: string
  snapshotId?: string
  endedAt?: Date
}

/** False when the run has ended meanwhile: somebody cancelled it. */
export async function updateAdoption(
  sql: Sql,
  id: string,
  { shape, ...change }: AdoptionChange,
): Promise<boolean> {
  const updated = await sql
    .updateTable('catalog.adoptions')
    .set({ ...change, ...(shape ? { shape: JSON.stringify(shape) } : {}) })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Is the table one that came by adoption? */
export async function wasAdopted(sql: Sql | SqlTransaction, tableId: string): Promise<boolean> {
  const row = await sql
    .selectFrom('catalog.adoptedFiles')
    .select('location')
    .where('tableId', '=', tableId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function fromRow(row: Selectable<Tables['catalog.adoptions']>): Adoption {
  const { caller: _caller, error, tableId, snapshotId, endedAt, ...rest } = row
  return {
    ...rest,
    accountId: row.accountId as AccountId,
    state: row.state as AdoptionState,
    ...(error === null ? {} : { error }),
    ...(tableId === null ? {} : { tableId }),
    ...(snapshotId === null ? {} : { snapshotId }),
    ...(endedAt === null ? {} : { endedAt }),
  }
}
