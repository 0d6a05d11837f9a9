import type { JSONColumnType, Selectable } from 'kysely'
import { type Sql, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Policy } from '../projections/model/policy.ts'

interface ProjectionsTable {
  id: string
  tableId: string
  location: string
  policy: JSONColumnType<Policy>
  askedAt: Date
  progress: number
  refusedState: string | null
  refusedAt: Date | null
}

interface ProjectionStatesTable {
  projectionId: string
  key: string
  /** The same for all states of one newest snapshot, which differ in how far back they go. */
  currentKey: string
  /** So many of the base's latest moments are in it. */
  moments: number
  metadataLocation: string
  snapshotKeys: JSONColumnType<string[]>
  builtAt: Date
  supersededAt: Date | null
}

interface ProjectedFilesTable {
  projectionId: string
  key: string
  location: string | null
  /** As JSON keeps it; null where nothing of the base files may be read. */
  file: JSONColumnType<StoredFile> | null
  usedAt: Date
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.projections': ProjectionsTable
    'catalog.projectionStates': ProjectionStatesTable
    'catalog.projectedFiles': ProjectedFilesTable
  }
}

type Pairs<Value> = [number, Value][]

/** A file of a projection without what its base files say of it anew: spec and partition. */
export interface StoredFile {
  location: string
  recordCount: number
  sizeBytes: number
  columnSizes: Pairs<number>
  valueCounts: Pairs<number>
  nullCounts: Pairs<number>
  /** Base64 */
  lowerBounds: Pairs<string>
  upperBounds: Pairs<string>
}

export type ProjectionRow = Selectable<ProjectionsTable>
export type StateRow = Selectable<ProjectionStatesTable>

export async function findProjection(sql: Sql, id: string): Promise<ProjectionRow | undefined> {
  return sql.selectFrom('catalog.projections').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Of a table, those that somebody asked for since. */
export async function projectionsInUse(
  sql: Sql,
  tableId: string,
  since: Date,
): Promise<{ id: string }[]> {
  return sql
    .selectFrom('catalog.projections')
    .select('id')
    .where('tableId', '=', tableId)
    .where('askedAt', '>=', since)
    .execute()
}

/** Notes that somebody asked for the projection. */
export async function askForProjection(
  sql: Sql,
  asked: { id: string; tableId: string; location: string; policy: Policy; askedAt: Date },
): Promise<void> {
  const { askedAt } = asked
  await sql
    .insertInto('catalog.projections')
    .values({ ...asked, policy: JSON.stringify(asked.policy), progress: 0 })
    .onConflict((known) => known.column('id').doUpdateSet({ askedAt }))
    .execute()
}

export async function setProgress(sql: Sql, id: string, progress: number): Promise<void> {
  await sql.updateTable('catalog.projections').set({ progress }).where('id', '=', id).execute()
}

export async function setRefused(
  sql: Sql,
  id: string,
  refused: { state: string; at: Date },
): Promise<void> {
  await sql
    .updateTable('catalog.projections')
    .set({ refusedState: refused.state, refusedAt: refused.at })
    .where('id', '=', id)
    .execute()
}

export type FoundState = Omit<StateRow, 'snapshotKeys'> & { askedAt: Date }

/** The states of one newest snapshot; those that go back farthest come first. */
export async function findStates(
  sql: Sql,
  projectionId: string,
  currentKey: string,
): Promise<FoundState[]> {
  return sql
    .selectFrom('catalog.projectionStates as s')
    .innerJoin('catalog.projections as p', 'p.id', 's.projectionId')
    .select(['s.projectionId', 's.key', 's.currentKey', 's.moments', 's.metadataLocation'])
    .select(['s.builtAt', 's.supersededAt', 'p.askedAt'])
    .where('s.projectionId', '=', projectionId)
    .where('s.currentKey', '=', currentKey)
    .orderBy('s.moments', 'desc')
    .execute()
}

/** False when another builder was first; all other states are superseded from then on. */
export async function insertState(
  sql: Sql,
  state: Omit<StateRow, 'supersededAt'>,
): Promise<boolean> {
  const { projectionId, key, builtAt } = state
  return transaction(sql, async (tx) => {
    const inserted = await tx
      .insertInto('catalog.projectionStates')
      .values({ ...state, snapshotKeys: JSON.stringify(state.snapshotKeys) })
      .onConflict((taken) => taken.columns(['projectionId', 'key']).doNothing())
      .executeTakeFirst()
    await makeCurrent(tx, { projectionId, key, at: builtAt })
    return inserted.numInsertedOrUpdatedRows === 1n
  })
}

/** A base that goes back to an earlier snapshot makes an earlier state the current one. */
export async function makeCurrent(
  tx: SqlTransaction,
  state: { projectionId: string; key: string; at: Date },
): Promise<void> {
  const { projectionId, key, at } = state
  const states = () =>
    tx.updateTable('catalog.projectionStates').where('projectionId', '=', projectionId)
  await states().set({ supersededAt: null }).where('key', '=', key).execute()
  await states()
    .set({ supersededAt: at })
    .where('key', '!=', key)
    .where('supersededAt', 'is', null)
    .execute()
  await tx
    .updateTable('catalog.projections')
    .set({ progress: 1, refusedState: null, refusedAt: null })
    .where('id', '=', projectionId)
    .execute()
}

export interface KnownFile {
  key: string
  file: StoredFile | undefined
}

/** Of `keys`, the files that are there; they are safe from the sweep for a while. */
export async function useFiles(
  sql: Sql,
  projectionId: string,
  keys: readonly string[],
  at: Date,
): Promise<KnownFile[]> {
  if (keys.length === 0) return []
  const rows = await sql
    .updateTable('catalog.projectedFiles')
    .set({ usedAt: at })
    .where('projectionId', '=', projectionId)
    .where((row) => row.eb('key', '=', row.fn.any(row.val([...keys]))))
    .returning(['key', 'file'])
    .execute()
  return rows.map(({ key, file }) => ({ key, file: file ?? undefined }))
}

/** Of `keys`, the files that are there. */
export async function findFiles(
  sql: Sql,
  projectionId: string,
  keys: readonly string[],
): Promise<KnownFile[]> {
  if (keys.length === 0) return []
  const rows = await sql
    .selectFrom('catalog.projectedFiles')
    .select(['key', 'file'])
    .where('projectionId', '=', projectionId)
    .where((row) => row.eb('key', '=', row.fn.any(row.val([...keys]))))
    .execute()
  return rows.map(({ key, file }) => ({ key, file: file ?? undefined }))
}

/** All that were made of a projection and are not swept yet. */
export async function countFiles(sql: Sql, projectionId: string): Promise<number> {
  const { count } = await sql
    .selectFrom('catalog.projectedFiles')
    .select((row) => row.fn.countAll<string>().as('count'))
    .where('projectionId', '=', projectionId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** False when another builder was first. */
export async function insertFile(
  sql: Sql,
  made: { projectionId: string; key: string; file: StoredFile | undefined; usedAt: Date },
): Promise<boolean> {
  const { file, ...row } = made
  const inserted = await sql
    .insertInto('catalog.projectedFiles')
    .values({
      ...row,
      location: file?.location ?? null,
      file: file ? JSON.stringify(file) : null,
    })
    .onConflict((taken) => taken.columns(['projectionId', 'key']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}
