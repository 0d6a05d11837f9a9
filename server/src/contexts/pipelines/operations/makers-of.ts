import type { TableRef } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { promiseText } from '../model/deadline.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { makersOf as storedMakers } from '../store/pipelines.ts'
import { lateMakers } from '../store/slices.ts'

/** The pipeline that makes a table. */
export interface Maker {
  pipeline: Pipeline
  /** What its deadline promises, in words. */
  promise: string | undefined
  /** A slice missed its deadline and is still to be made. */
  late: boolean
}

/**
 * What makes the tables: whoever may DESCRIBE a table may know. Of other tables nothing is
 * answered.
 */
export async function makersOf(
  { sql, catalog }: PipelinesDeps,
  caller: Caller,
  { tables }: { tables: readonly TableRef[] },
): Promise<Maker[]> {
  const found = await storedMakers(sql, await catalog.visibleAmong(caller, tables))
  const late = await lateMakers(
    sql,
    found.map(({ id }) => id),
  )
  return found.map((pipeline) => ({
    pipeline,
    promise: pipeline.definition.deadline && promiseText(pipeline.definition.deadline),
    late: late.has(pipeline.id),
  }))
}
