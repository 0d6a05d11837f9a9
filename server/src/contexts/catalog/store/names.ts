import { sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { DatabaseRef } from '../model/face.ts'
import { folded } from '../model/table.ts'

/** A name as it was asked for, and what it is folded to. */
export function named(column: string, foldedColumn: string, name: string) {
  return raw<boolean>`(${raw.ref(column)} = ${name} OR ${raw.ref(foldedColumn)} = ${folded(name)})`
}

/** The name itself before one of another case. */
export function nearest(column: string, name: string) {
  return raw`(${raw.ref(column)} = ${name}) DESC`
}

/**
 * How names are written in the catalog, whatever their case here; in lower case what is not there.
 * Tables, views and links in a linked database are those of its target.
 */
export async function spelledNames<Ref extends DatabaseRef & { table?: string }>(
  sql: Sql,
  ref: Ref,
): Promise<Ref> {
  const { accountId, database, table = '' } = ref
  const { rows } = await raw<{ database: string; table: string | null }>`
    SELECT d.name AS database, (
      SELECT n.name FROM (
        SELECT name FROM catalog.tables
        WHERE database_id = coalesce(t.id, d.id)
          AND (name = ${table} OR folded_name = ${folded(table)})
        UNION ALL
        SELECT name FROM catalog.table_links
        WHERE database_id = coalesce(t.id, d.id) AND name IN (${table}, ${folded(table)})
      ) AS n ORDER BY (n.name = ${table}) DESC LIMIT 1
    ) AS table
    FROM catalog.databases AS d
    LEFT JOIN catalog.databases AS t
      ON t.account_id = d.target_account_id AND t.name = d.target_database
    WHERE d.account_id = ${accountId}
      AND (d.name = ${database} OR d.folded_name = ${folded(database)})
    ORDER BY (d.name = ${database}) DESC LIMIT 1
  `.execute(sql)
  const [found] = rows
  const spelled = { ...ref, database: found?.database ?? folded(database) }
  return ref.table === undefined ? spelled : { ...spelled, table: found?.table ?? folded(table) }
}
