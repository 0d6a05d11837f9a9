import type { JSONColumnType, Selectable } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { Totals } from '../projections/model/summary.ts'

interface ProjectionManifestsTable {
  projectionId: string
  key: string
  location: string | null
  /** Null where nothing of its files may be read. */
  manifest: JSONColumnType<StoredManifest> | null
  fileKeys: JSONColumnType<string[]>
  usedAt: Date
}

interface ProjectionSnapshotsTable {
  projectionId: string
  key: string
  /** Null: it cannot be made. */
  manifestList: string | null
  totals: JSONColumnType<Totals>
  manifestKeys: JSONColumnType<string[]>
  usedAt: Date
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'catalog.projectionManifests': ProjectionManifestsTable
    'catalog.projectionSnapshots': ProjectionSnapshotsTable
  }
}

/** What manifest lists say of a manifest, as JSON keeps it. */
export interface StoredManifest {
  location: string
  sizeBytes: number
  specId: number
  sequenceNumber: number
  minSequenceNumber: number
  /** Decimal digits */
  addedSnapshotId: string
  addedFiles: number
  existingFiles: number
  addedRows: number
  existingRows: number
  /** Bounds are Base64. */
  partitions: { containsNull: boolean; containsNan: boolean; lower?: string; upper?: string }[]
  totals: Totals
}

export type SnapshotRow = Selectable<ProjectionSnapshotsTable>

export interface KnownManifest {
  key: string
  manifest: StoredManifest | undefined
}

/** Of `keys`, the manifests that are there; they are safe from the sweep for a while. */
export async function useManifests(
  sql: Sql,
  projectionId: string,
  keys: readonly string[],
  at: Date,
): Promise<KnownManifest[]> {
  if (keys.length === 0) return []
  const rows = await sql
    .updateTable('catalog.projectionManifests')
    .set({ usedAt: at })
    .where('projectionId', '=', projectionId)
    .where((row) => row.eb('key', '=', row.fn.any(row.val([...keys]))))
    .returning(['key', 'manifest'])
    .execute()
  return rows.map(({ key, manifest }) => ({ key, manifest: manifest ?? undefined }))
}

/** False when another builder was first. */
export async function insertManifest(
  sql: Sql,
  made: {
    projectionId: string
    key: string
    manifest: StoredManifest | undefined
    fileKeys: string[]
    usedAt: Date
  },
): Promise<boolean> {
  const { manifest, fileKeys, ...row } = made
  const inserted = await sql
    .insertInto('catalog.projectionManifests')
    .values({
      ...row,
      location: manifest?.location ?? null,
      manifest: manifest ? JSON.stringify(manifest) : null,
      fileKeys: JSON.stringify(fileKeys),
    })
    .onConflict((taken) => taken.columns(['projectionId', 'key']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Of `keys`, the snapshots that are there; they are safe from the sweep for a while. */
export async function useSnapshots(
  sql: Sql,
  projectionId: string,
  keys: readonly string[],
  at: Date,
): Promise<SnapshotRow[]> {
  if (keys.length === 0) return []
  return sql
    .updateTable('catalog.projectionSnapshots')
    .set({ usedAt: at })
    .where('projectionId', '=', projectionId)
    .where((row) => row.eb('key', '=', row.fn.any(row.val([...keys]))))
    .returningAll()
    .execute()
}

/** False when another builder was first. */
export async function insertSnapshot(sql: Sql, snapshot: SnapshotRow): Promise<boolean> {
  const { totals, manifestKeys } = snapshot
  const inserted = await sql
    .insertInto('catalog.projectionSnapshots')
    .values({
      ...snapshot,
      totals: JSON.stringify(totals),
      manifestKeys: JSON.stringify(manifestKeys),
    })
    .onConflict((taken) => taken.columns(['projectionId', 'key']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}
