import type { Sql } from '../../../foundation/sql.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { readersOfNamed } from '../store/pipelines.ts'
import { walk } from './walk.ts'

const NAMED_MAX = 5

/** What is late with a pipeline, in words; of other accounts' pipelines it is told how many. */
export async function affectedBy(sql: Sql, pipeline: Pipeline): Promise<string> {
  const { accountId, definition } = pipeline
  const { pipelines, edge } = await walk(pipeline, (level) =>
    readersOfNamed(
      sql,
      level.map((one) => one.definition.output),
    ),
  )
  const all = pipelines.slice(1)
  const own = all.filter((one) => one.accountId === accountId)
  const named = own.slice(0, NAMED_MAX).map(({ name }) => `"${name}"`)
  const more = all.length - named.length
  const parts = [
    ...named,
    ...(more > 0 ? [`${edge.length > 0 ? 'at least ' : ''}${more} more`] : []),
  ]
  const { database, table } = definition.output
  const readers =
    parts.length === 0 ? 'which no pipeline reads' : `and behind it ${parts.join(', ')}`
  return `${database}.${table}, ${readers}`
}
