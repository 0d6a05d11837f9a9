import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import {
  type Duckdb,
  openDuckdb,
  quoteName,
  quotePath,
  quoteText,
} from '../../../foundation/duckdb.ts'
import type { ReplacedRows } from '../model/face.ts'
import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { columnsById, PHYSICAL_COLUMNS, parsePhysical } from '../projections/model/physical.ts'
import type { Workings } from '../workings.ts'

/** Position deletes that are made, by the data file: the same for every attempt of a commit. */
export type Erased = Map<string, TableFile | undefined>

// Iceberg spec, "Reserved Field IDs".
const IDS = '{file_path: 2147483546, pos: 2147483545}'

/** May the file hold rows that are replaced? Bounds that it lacks say nothing. */
export function mayHold({ lowerBounds, upperBounds }: TableFile, rows: ReplacedRows): boolean {
  const [lower, upper] = [lowerBounds?.get(rows.column), upperBounds?.get(rows.column)]
  if (!lower || !upper) return true
  // Iceberg spec, Appendix D: long, little-endian.
  const [least, most] = [lower.readBigInt64LE(), upper.readBigInt64LE()]
  return rows.values.some((value) => least <= value && value <= most)
}

/** Is any replaced row in the file, be it deleted or not? */
export async function holds(
  { storage }: Pick<Workings, 'storage'>,
  metadata: TableMetadata,
  { file, rows }: { file: TableFile; rows: ReplacedRows },
): Promise<boolean> {
  await using local = await storage.localFile(file.location)
  await using duckdb = await openDuckdb({ paths: [local.path] })
  const where = await replacedSql(duckdb, metadata, { path: local.path, rows })
  if (where === undefined) return false
  const from = `read_parquet(${quotePath(local.path)})`
  return (await duckdb.rows(`SELECT 1 FROM ${from} WHERE ${where} LIMIT 1`)).length > 0
}

/** Which rows of a file are replaced; undefined where it lacks the column that says so. */
async function replacedSql(
  duckdb: Duckdb,
  metadata: TableMetadata,
  { path, rows }: { path: string; rows: ReplacedRows },
): Promise<string | undefined> {
  const physical = `SELECT ${PHYSICAL_COLUMNS} FROM parquet_schema(${quotePath(path)})`
  const root = parsePhysical(await duckdb.rows(physical))
  const mapping = metadata.properties['schema.name-mapping.default']
  const column = columnsById(root, mapping).get(rows.column)
  return column && `${quoteName(column.name)} IN (${rows.values.join(', ')})`
}

/** A file of position deletes of the replaced rows; undefined where the file has none of them. */
export async function erase(
  deps: Pick<Workings, 'storage'>,
  metadata: TableMetadata,
  { file, rows }: { file: TableFile; rows: ReplacedRows },
): Promise<TableFile | undefined> {
  await using local = await deps.storage.localFile(file.location)
  const target = await deps.storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [local.path, target] })
  const where = await replacedSql(duckdb, metadata, { path: local.path, rows })
  if (where === undefined) return undefined
  const from = `read_parquet(${quotePath(local.path)}, file_row_number = true)`
  const [copied] = await duckdb.rows(
    `COPY (SELECT ${quoteText(file.location)} AS file_path, file_row_number AS pos
       FROM ${from} WHERE ${where} ORDER BY pos)
     TO ${quoteText(target)} (FORMAT parquet, COMPRESSION zstd, FIELD_IDS ${IDS})`,
  )
  const recordCount = Number(copied?.Count ?? 0)
  if (recordCount === 0) {
    await rm(target, { force: true })
    return undefined
  }
  const location = `${metadata.location}/data/${randomUUID()}-deletes.parquet`
  const { sizeBytes } = await deps.storage.adopt(location, target)
  const { specId, partition } = file
  const place = { specId, partition, referencedFile: file.location }
  return {
    ...{ content: 'position-deletes', format: 'PARQUET', location, sizeBytes, recordCount },
    ...place,
  }
}

/** The deletes of rows of these entries; what an earlier attempt made is taken again. */
export async function erasedOf(
  deps: Pick<Workings, 'storage'>,
  metadata: TableMetadata,
  of: { entries: readonly ManifestEntry[]; rows: ReplacedRows; known: Erased },
): Promise<TableFile[]> {
  const { entries, rows, known } = of
  const found: TableFile[] = []
  for (const { file } of entries) {
    if (!mayHold(file, rows)) continue
    if (!known.has(file.location))
      known.set(file.location, await erase(deps, metadata, { file, rows }))
    const erased = known.get(file.location)
    if (erased) found.push(erased)
  }
  return found
}
