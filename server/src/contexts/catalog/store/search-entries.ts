import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { SearchEntry } from '../model/search-entry.ts'
import './tables.ts'

export async function putSearchEntry(tx: SqlTransaction, entry: SearchEntry): Promise<void> {
  const { tableId, columns, ...words } = entry
  const values = { ...words, columns: JSON.stringify(columns) }
  await tx
    .insertInto('catalog.searchEntries')
    .values({ tableId, ...values })
    .onConflict((known) => known.column('tableId').doUpdateSet(values))
    .execute()
}

/** What a search may look at. */
export interface Searched {
  /** Tables of which every column may be seen. */
  whole: readonly string[]
  /** Field ids of the columns that may be seen, by table id. */
  narrow: ReadonlyMap<string, readonly number[]>
}

export interface Match {
  tableId: string
  rank: number
}

/**
 * The tables whose words match `query`, with how well. Of a narrow table only the words of its
 * visible columns count, for the match and for the rank: a hidden column must not be guessed.
 */
export async function matchingTables(
  sql: Sql,
  query: string,
  { whole, narrow }: Searched,
): Promise<Match[]> {
  const visible = [...narrow].map(([id, columns]) => [id, columns.map(String)])
  const { rows } = await raw<Match>`
    SELECT e.table_id, ts_rank(e.words, q) AS rank
    FROM catalog.search_entries AS e, to_tsquery('english', ${query}) AS q
    WHERE e.words @@ q AND e.table_id = ANY(${[...whole]}::text[])
    UNION ALL
    SELECT e.table_id, ts_rank(seen.words, q) AS rank
    FROM catalog.search_entries AS e
    CROSS JOIN to_tsquery('english', ${query}) AS q
    INNER JOIN jsonb_each(${JSON.stringify(Object.fromEntries(visible))}::jsonb) AS v(id, columns)
      ON v.id = e.table_id
    CROSS JOIN LATERAL (
      SELECT setweight(to_tsvector('english', e.names), 'A')
        || setweight(to_tsvector('english', coalesce(string_agg(c.value, ' '), '')), 'B')
        || setweight(to_tsvector('english', e.documentation), 'C') AS words
      FROM jsonb_each_text(e.columns) AS c(id, value)
      WHERE v.columns ? c.id
    ) AS seen
    WHERE e.words @@ q AND seen.words @@ q`.execute(sql)
  return rows
}
