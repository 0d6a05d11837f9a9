import { sql as raw } from 'kysely'
import { randomText } from '../../../foundation/ids.ts'
import type { Sql } from '../../../foundation/sql.ts'

export interface StoredPlace {
  storeId: string
  location: string | null
}

/** Which place of blobs is this platform's; made when it is asked for first. */
export async function demandStoreId(sql: Sql): Promise<StoredPlace> {
  const found = await findUpstream(sql)
  if (found) return found
  await raw`INSERT INTO storage.upstream (store_id) VALUES (${randomText(32, 'lower')})
    ON CONFLICT DO NOTHING`.execute(sql)
  return demandStoreId(sql)
}

export async function bindUpstream(sql: Sql, location: string): Promise<void> {
  await raw`UPDATE storage.upstream SET location = ${location}`.execute(sql)
}

export async function findUpstream(sql: Sql): Promise<StoredPlace | undefined> {
  const { rows } = await raw<StoredPlace>`
    SELECT store_id, location FROM storage.upstream`.execute(sql)
  return rows[0]
}

/** Does any row of the index name a blob that lies there? */
export async function namesUpstream(sql: Sql): Promise<boolean> {
  const { rows } = await raw`
    SELECT 1 FROM storage.objects WHERE blob_id LIKE 's%'
    UNION ALL SELECT 1 FROM storage.versions WHERE blob_id LIKE 's%'
    UNION ALL SELECT 1 FROM storage.parts WHERE blob_id LIKE 's%'
    LIMIT 1`.execute(sql)
  return rows.length > 0
}
