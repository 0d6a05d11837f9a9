import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import { orderedValues } from '../model/key-order.ts'
import type { GivenPartition, Partition } from '../model/partition.ts'
import type { PartitionFilter } from '../model/partition-filter.ts'
import type { ExternalTable, TableId } from '../model/table.ts'
import { conditionOf, leadingValues } from './partition-conditions.ts'
import './tables.ts'

type Values = readonly string[]

export async function anyPartition(sql: Sql, tableId: TableId): Promise<boolean> {
  const found = await sql
    .selectFrom('catalog.partitions')
    .select('tableId')
    .where('tableId', '=', tableId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export interface PartitionWindow {
  after?: Values
  limit: number
  filter?: PartitionFilter
  /** One of so many parts that hold each partition once. */
  segment?: { number: number; total: number }
}

/** As their keys are ordered. @throws catalog.invalid-filter */
export async function partitionsAfter(
  sql: Sql,
  table: ExternalTable,
  { after, limit, filter, segment }: PartitionWindow,
): Promise<Partition[]> {
  const keys = table.definition.partitionKeys
  const leading = leadingValues(keys, filter)
  const rows = await sql
    .selectFrom('catalog.partitions')
    .select(['keyValues', 'definition', 'createdAt'])
    .where('tableId', '=', table.id)
    .$if(after !== undefined, (some) => some.where(comesAfter(table, after as Values)))
    .$if(leading.length > 0, (some) => some.where(beginsWith(leading)))
    .$if(filter !== undefined, (some) => some.where(conditionOf(keys, filter as PartitionFilter)))
    .$if(segment !== undefined, (some) => some.where(within(segment as { number: 0; total: 1 })))
    .orderBy('ordered')
    .orderBy('keyValues')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

function comesAfter({ definition }: ExternalTable, values: Values) {
  const ordered = orderedValues(definition.partitionKeys, values)
  return raw<boolean>`(ordered, key_values) > (${ordered}::text[], ${[...values]}::text[])`
}

/** No text lies between a text and the same with the smallest letter after it. */
function beginsWith(values: Values) {
  const last = values.at(-1) ?? ''
  const end = [...values.slice(0, -1), `${last}\u0001`]
  return raw<boolean>`(ordered >= ${[...values]}::text[] AND ordered < ${end}::text[])`
}

function within({ number, total }: { number: number; total: number }) {
  const place = raw`(hashtextextended(key_values::text, 0) & 1048575) % ${raw.lit(total)}`
  return raw<boolean>`(${place} = ${raw.lit(number)})`
}

export async function partitionsWith(
  sql: Sql,
  tableId: TableId,
  wanted: readonly Values[],
): Promise<Partition[]> {
  const rows = await sql
    .selectFrom('catalog.partitions')
    .select(['keyValues', 'definition', 'createdAt'])
    .where('tableId', '=', tableId)
    .where(amongst(wanted))
    .orderBy('keyValues')
    .execute()
  return rows.map(fromRow)
}

/** The values of those that were not there before. */
export async function insertPartitions(
  tx: SqlTransaction,
  { id: tableId, definition }: ExternalTable,
  partitions: readonly GivenPartition[],
  now: Date,
): Promise<Values[]> {
  const entries = partitions.map((one) => ({
    ...one,
    ordered: orderedValues(definition.partitionKeys, one.values),
  }))
  const { rows } = await raw<{ keyValues: string[] }>`
    INSERT INTO catalog.partitions (table_id, key_values, ordered, definition, created_at)
    SELECT
      ${tableId}, ${textsOf('values')}, ${textsOf('ordered')}, one -> 'definition', ${now}
    FROM jsonb_array_elements(${JSON.stringify(entries)}::jsonb) AS one
    ON CONFLICT DO NOTHING
    RETURNING key_values`.execute(tx)
  return rows.map(({ keyValues }) => keyValues)
}

/** The values of those that were there. */
export async function updatePartitions(
  tx: SqlTransaction,
  tableId: TableId,
  partitions: readonly GivenPartition[],
): Promise<Values[]> {
  const { rows } = await raw<{ keyValues: string[] }>`
    UPDATE catalog.partitions AS p
    SET definition = one.definition
    FROM (
      SELECT ${textsOf('values')} AS key_values, one -> 'definition' AS definition
      FROM jsonb_array_elements(${JSON.stringify(partitions)}::jsonb) AS one
    ) AS one
    WHERE p.table_id = ${tableId} AND p.key_values = one.key_values
    RETURNING p.key_values`.execute(tx)
  return rows.map(({ keyValues }) => keyValues)
}

/** False when it is not there. @throws what `takenMeanwhile` knows where the place is taken */
export async function movePartition(
  tx: SqlTransaction,
  { id: tableId, definition }: ExternalTable,
  { from, to }: { from: Values; to: GivenPartition },
): Promise<boolean> {
  const ordered = orderedValues(definition.partitionKeys, to.values)
  const moved = await tx
    .updateTable('catalog.partitions')
    .set({ keyValues: [...to.values], ordered, definition: JSON.stringify(to.definition) })
    .where('tableId', '=', tableId)
    .where(amongst([from]))
    .executeTakeFirst()
  return moved.numUpdatedRows === 1n
}

/** The values of those that were there. */
export async function deletePartitions(
  tx: SqlTransaction,
  tableId: TableId,
  wanted: readonly Values[],
): Promise<Values[]> {
  const deleted = await tx
    .deleteFrom('catalog.partitions')
    .where('tableId', '=', tableId)
    .where(amongst(wanted))
    .returning('keyValues')
    .execute()
  return deleted.map(({ keyValues }) => keyValues)
}

function amongst(wanted: readonly Values[]) {
  const entries = JSON.stringify(wanted.map((values) => ({ values })))
  return raw<boolean>`key_values IN (
    SELECT ${textsOf('values')} FROM jsonb_array_elements(${entries}::jsonb) AS one)`
}

/** A list of the JSON object `one` as an array of texts. */
function textsOf(name: 'values' | 'ordered') {
  return raw`ARRAY(
    SELECT v.value FROM jsonb_array_elements_text(one -> ${raw.lit(name)})
      WITH ORDINALITY AS v(value, place) ORDER BY v.place)`
}

function fromRow(row: Omit<Partition, 'values'> & { keyValues: string[] }): Partition {
  const { keyValues, ...rest } = row
  return { values: keyValues, ...rest }
}
