import type { Sql } from '../../../foundation/sql.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { readersOfNamed } from '../store/pipelines.ts'

const STEPS_MAX = 8
const PIPELINES_MAX = 100
const NAMED_MAX = 5

/** What is late with a pipeline, in words; of other accounts' pipelines it is told how many. */
export async function affectedBy(sql: Sql, pipeline: Pipeline): Promise<string> {
  const { accountId, definition } = pipeline
  const all = await readersBehind(sql, pipeline)
  const own = all.filter((one) => one.accountId === accountId)
  const named = own.slice(0, NAMED_MAX).map(({ name }) => `"${name}"`)
  const more = all.length - named.length
  const parts = [...named, ...(more > 0 ? [`${more} more`] : [])]
  const { database, table } = definition.output
  const readers =
    parts.length === 0 ? 'which no pipeline reads' : `and behind it ${parts.join(', ')}`
  return `${database}.${table}, ${readers}`
}

async function readersBehind(sql: Sql, pipeline: Pipeline): Promise<Pipeline[]> {
  const found = new Map([[pipeline.id, pipeline]])
  let level = [pipeline]
  for (let step = 0; step < STEPS_MAX && level.length > 0 && found.size < PIPELINES_MAX; step++) {
    const readers = await readersOfNamed(
      sql,
      level.map(({ definition }) => definition.output),
    )
    level = readers.filter(({ id }) => !found.has(id))
    for (const one of level) found.set(one.id, one)
  }
  return [...found.values()].slice(1)
}
