import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'

const TABLES = ['objects', 'versions', 'parts'] as const

/** The last row that was read: its table, and its primary key there. */
export type RowsPosition = readonly [table: (typeof TABLES)[number], ...keys: string[]]

/** A row that has the bytes of an object or a part, and whether they are what they were. */
export interface NamedRow {
  /** Unlike any id of a blob. */
  id: string
  position: RowsPosition
  bucket: string
  key: string
  accountId: string
  sizeBytes: number
  whole: boolean
}

const WHOLE = raw`octet_length(bytes) = size_bytes
  AND (etag !~ '^[0-9a-f]{32}$' OR md5(bytes) = etag)`

/** PostgreSQL itself reads the bytes and sums them up: they do not leave it. */
const SOURCES = {
  objects: {
    columns: raw`bucket, key, ARRAY[bucket, key] AS keys`,
    order: raw`bucket, key`,
    behind: ([bucket, key]: readonly string[]) => raw`(bucket, key) > (${bucket}, ${key})`,
  },
  versions: {
    columns: raw`bucket, key, ARRAY[bucket, key, version_id] AS keys`,
    order: raw`bucket, key, version_id`,
    behind: ([bucket, key, version]: readonly string[]) =>
      raw`(bucket, key, version_id) > (${bucket}, ${key}, ${version})`,
  },
  parts: {
    columns: raw`coalesce(bucket, '') AS bucket, upload_id AS key,
      ARRAY[upload_id, part_number::text] AS keys`,
    order: raw`upload_id, part_number`,
    behind: ([upload, number]: readonly string[]) =>
      raw`(upload_id, part_number) > (${upload}, ${number}::integer)`,
  },
} as const

/** The next ones behind `position`; none when all were read. */
export async function rowsBehind(
  sql: Sql,
  position: RowsPosition | undefined,
  limit: number,
): Promise<NamedRow[]> {
  const from = position ? TABLES.indexOf(position[0]) : 0
  for (const table of TABLES.slice(from)) {
    const keys = position?.[0] === table ? position.slice(1) : undefined
    const found = await rowsOf(sql, table, { keys, limit })
    if (found.length > 0) return found
  }
  return []
}

async function rowsOf(
  sql: Sql,
  table: (typeof TABLES)[number],
  { keys, limit }: { keys: readonly string[] | undefined; limit: number },
): Promise<NamedRow[]> {
  const { columns, order, behind } = SOURCES[table]
  const after = keys ? raw`AND ${behind(keys)}` : raw``
  const { rows } = await raw<Omit<NamedRow, 'id' | 'position'> & { keys: string[] }>`
    SELECT bucket, key, keys, size_bytes, whole, coalesce(account_id, '') AS account_id
    FROM (SELECT ${columns}, size_bytes, ${WHOLE} AS whole,
        row_number() OVER (ORDER BY ${order}) AS at
      FROM ${raw.table(`storage.${table}`)}
      WHERE bytes IS NOT NULL ${after} ORDER BY ${order} LIMIT ${limit}) AS found
    LEFT JOIN storage.buckets ON name = bucket ORDER BY at`.execute(sql)
  return rows.map(({ keys: names, ...row }) => {
    const position: RowsPosition = [table, ...names]
    return { ...row, position, id: `row ${JSON.stringify(position)}` }
  })
}
