import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import { alreadyExists } from '../errors.ts'
import { type Pipeline, type TableName, tableKey, type Version } from '../model/pipeline.ts'
import './tables.ts'

/** @throws pipelines.already-exists */
export async function insertPipeline(
  tx: SqlTransaction,
  pipeline: Pipeline,
  inputs: readonly string[],
): Promise<void> {
  const inserted = await tx
    .insertInto('pipelines.pipelines')
    .values({ ...pipeline, definition: JSON.stringify(pipeline.definition) })
    .onConflict((taken) => taken.columns(['accountId', 'name']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw alreadyExists({ name: pipeline.name })
  const rows = [...new Set(inputs)].map((tableId) => ({ pipelineId: pipeline.id, tableId }))
  if (rows.length > 0) await tx.insertInto('pipelines.inputs').values(rows).execute()
}

export async function findPipeline(sql: Sql, id: string): Promise<Pipeline | undefined> {
  const row = await sql
    .selectFrom('pipelines.pipelines')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toPipeline(row)
}

export async function findPipelineByName(
  sql: Sql,
  accountId: AccountId,
  name: string,
): Promise<Pipeline | undefined> {
  const row = await sql
    .selectFrom('pipelines.pipelines')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row && toPipeline(row)
}

/** Whether some pipeline makes a table of that name. */
export async function isOutput(
  sql: Sql,
  { accountId, database, table }: TableName,
): Promise<boolean> {
  const output = JSON.stringify({ output: { accountId, database, table } })
  const row = await sql
    .selectFrom('pipelines.pipelines')
    .select('id')
    .where(raw<boolean>`definition @> ${output}::jsonb`)
    .executeTakeFirst()
  return row !== undefined
}

/** Locked until the transaction ends: steps of one pipeline follow each other. */
export async function lockPipeline(tx: SqlTransaction, id: string): Promise<Pipeline | undefined> {
  const row = await tx
    .selectFrom('pipelines.pipelines')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toPipeline(row)
}

export async function pipelinesOf(sql: Sql, accountId?: AccountId): Promise<Pipeline[]> {
  const rows = await sql
    .selectFrom('pipelines.pipelines')
    .selectAll()
    .$if(accountId !== undefined, (query) => query.where('accountId', '=', accountId ?? ''))
    .orderBy('name')
    .execute()
  return rows.map(toPipeline)
}

/** Of one account, with every word of `text` somewhere, by name. */
export async function pipelinesWith(
  sql: Sql,
  { accountId, text, countMax }: { accountId: AccountId; text: string; countMax: number },
): Promise<Pipeline[]> {
  let found = sql.selectFrom('pipelines.pipelines').selectAll().where('accountId', '=', accountId)
  for (const word of text.split(/[\s.]+/).filter(Boolean)) {
    const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`
    found = found.where(
      raw<boolean>`concat_ws(' ', name, definition ->> 'description', definition ->> 'owner',
        definition #>> '{feature,name}', definition ->> 'inputs', definition ->> 'output')
        ILIKE ${like}`,
    )
  }
  const rows = await found.orderBy('name').limit(countMax).execute()
  return rows.map(toPipeline)
}

/** The pipelines that make the tables. */
export async function makersOf(sql: Sql, tables: readonly TableName[]): Promise<Pipeline[]> {
  if (tables.length === 0) return []
  const names = tables.map(tableKey)
  const rows = await sql
    .selectFrom('pipelines.pipelines')
    .selectAll()
    .where(
      raw<boolean>`concat_ws('/', definition #>> '{output,accountId}',
        definition #>> '{output,database}', definition #>> '{output,table}')
        = ANY(${names}::text[])`,
    )
    .orderBy('name')
    .execute()
  return rows.map(toPipeline)
}

/** The pipelines that read some of the tables. */
export async function readersOfNamed(sql: Sql, tables: readonly TableName[]): Promise<Pipeline[]> {
  if (tables.length === 0) return []
  const names = tables.map(tableKey)
  const rows = await sql
    .selectFrom('pipelines.pipelines')
    .selectAll()
    .where(
      raw<boolean>`EXISTS (
        SELECT FROM jsonb_array_elements(definition -> 'inputs') AS input
        WHERE concat_ws('/', input ->> 'accountId', input ->> 'database', input ->> 'table')
          = ANY(${names}::text[]))`,
    )
    .orderBy('name')
    .execute()
  return rows.map(toPipeline)
}

/** The ids of the tables that a pipeline reads. */
export async function inputIds(sql: Sql, pipelineId: string): Promise<string[]> {
  const rows = await sql
    .selectFrom('pipelines.inputs')
    .select('tableId')
    .where('pipelineId', '=', pipelineId)
    .execute()
  return rows.map(({ tableId }) => tableId)
}

/** The pipelines that read a table. */
export async function readersOf(sql: Sql, tableId: string): Promise<Pipeline[]> {
  const rows = await sql
    .selectFrom('pipelines.pipelines')
    .innerJoin('pipelines.inputs', 'pipelines.inputs.pipelineId', 'pipelines.pipelines.id')
    .selectAll('pipelines.pipelines')
    .where('pipelines.inputs.tableId', '=', tableId)
    .execute()
  return rows.map(toPipeline)
}

type Changeable = 'version' | 'paused' | 'clockedAt' | 'promisedAt' | 'definition'

export async function updatePipeline(
  sql: Sql,
  id: string,
  { definition, ...change }: Partial<Pick<Pipeline, Changeable>>,
): Promise<void> {
  const set = { ...change, ...(definition && { definition: JSON.stringify(definition) }) }
  await sql.updateTable('pipelines.pipelines').set(set).where('id', '=', id).execute()
}

export async function insertVersion(tx: SqlTransaction, version: Version): Promise<void> {
  await tx.insertInto('pipelines.versions').values(version).execute()
}

export async function findVersion(
  sql: Sql,
  { pipelineId, number }: { pipelineId: string; number: number },
): Promise<Version | undefined> {
  return sql
    .selectFrom('pipelines.versions')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .where('number', '=', number)
    .executeTakeFirst()
}

function toPipeline(row: Selectable<Tables['pipelines.pipelines']>): Pipeline {
  const { clockedAt, promisedAt, ...rest } = row
  return {
    ...{ ...rest, accountId: row.accountId as AccountId },
    ...(clockedAt && { clockedAt }),
    ...(promisedAt && { promisedAt }),
  }
}
