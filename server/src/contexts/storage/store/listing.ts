import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import { prefixEnd } from '../model/location.ts'
import type { ChecksumSort } from '../model/object.ts'
import './tables.ts'

export interface ListedObject {
  key: string
  sizeBytes: number
  etag: string
  modifiedAt: Date
  checksum?: ChecksumSort | null
}

/** Of all attributes of an object only this is listed. */
const CHECKSUM = raw<ChecksumSort | null>`attributes -> 'checksum'`

/** What is listed of a row of objects or of versions. */
export const LISTED = raw`key, size_bytes, etag, modified_at, ${CHECKSUM} AS checksum`

export interface ListQuery {
  bucket: string
  prefix: string
  /** The first key that may be answered. */
  from: string
  limit: number
}

/** One page of keys, in the order of their bytes, by one scan of the index. */
export async function listKeys(sql: Sql, query: ListQuery): Promise<ListedObject[]> {
  const end = prefixEnd(query.prefix)
  let page = sql
    .selectFrom('storage.objects')
    .select(['key', 'sizeBytes', 'etag', 'modifiedAt', CHECKSUM.as('checksum')])
    .where('bucket', '=', query.bucket)
    .where('key', '>=', query.from)
    .where('key', '>=', query.prefix)
    .orderBy('key')
    .limit(query.limit)
  if (end !== undefined) page = page.where('key', '<', end)
  return page.execute()
}

/**
 * The same, but of the keys that share what is before the first `delimiter` behind the prefix only
 * the first: one probe of the index for each row answered, however many keys are skipped.
 */
export async function listGroups(
  sql: Sql,
  query: ListQuery & { delimiter: string },
): Promise<ListedObject[]> {
  const { bucket, prefix, delimiter, limit } = query
  const end = prefixEnd(prefix)
  const before = end === undefined ? raw`` : raw` AND key < ${end}`
  const within = raw`bucket = ${bucket} AND key >= ${prefix}${before}`
  const { rows } = await raw<ListedObject>`
    WITH RECURSIVE page AS (
      (SELECT ${LISTED}, 1 AS number FROM storage.objects
        WHERE ${within} AND key >= ${query.from} ORDER BY key LIMIT 1)
      UNION ALL
      SELECT next.*, page.number + 1 FROM page CROSS JOIN LATERAL (
        SELECT ${LISTED} FROM storage.objects
        WHERE ${within} AND key >= ${nextStart({ prefix, delimiter })}
        ORDER BY key LIMIT 1) next
      WHERE page.number < ${limit}
    ) SELECT key, size_bytes, etag, modified_at, checksum FROM page ORDER BY number`.execute(sql)
  return rows
}

/** Behind the group of `page.key` where it has one, else behind the key itself. */
function nextStart({ prefix, delimiter }: { prefix: string; delimiter: string }) {
  const rest = raw`substr(page.key, ${[...prefix].length + 1}::integer)`
  const position = raw`strpos(${rest}, ${delimiter})`
  return raw`CASE WHEN ${position} > 0
    THEN ${prefix}::text || substr(${rest}, 1, ${position} - 1) || ${prefixEnd(delimiter)}
    ELSE page.key || chr(1) END COLLATE "C"`
}
