import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { PipelinesDeps } from '../deps.ts'
import { promisedFrom } from '../model/deadline.ts'
import { type InputVersion, inputArrived } from '../model/ledger.ts'
import { type Pipeline, WHOLE } from '../model/pipeline.ts'
import { dueBy } from '../model/trigger.ts'
import { lockPipeline, readersOf } from '../store/pipelines.ts'
import { lockSlices, saveSlices } from '../store/slices.ts'
import { queueReconcile } from './queue-reconcile.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/

export interface Change {
  tableId: string
  /** Undefined: the table as a whole. */
  slice: string | undefined
  version: InputVersion
}

/** Marks what is due in the ledgers of the pipelines that read a table; again is no harm. */
export async function inputChanged(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  change: Change,
): Promise<void> {
  for (const { id } of await readersOf(tx, change.tableId)) {
    const pipeline = await lockPipeline(tx, id)
    const slice = pipeline && sliceFor(pipeline, change)
    if (pipeline && slice) await mark(deps, tx, { pipeline, slice, change })
  }
}

/** A pipeline of days follows deliveries, which have a day; any other the commits of a table. */
function sliceFor({ definition }: Pipeline, { slice }: Change): string | undefined {
  if (definition.slicing === 'whole') return slice === undefined ? WHOLE : undefined
  return slice !== undefined && DAY.test(slice) ? slice : undefined
}

async function mark(
  { clock }: PipelinesDeps,
  tx: SqlTransaction,
  { pipeline, slice, change }: { pipeline: Pipeline; slice: string; change: Change },
): Promise<void> {
  const { deadline: promise } = pipeline.definition
  const [before] = await lockSlices(tx, pipeline.id, [slice])
  if (!before) return
  const { tableId, version } = change
  const after = inputArrived(before, { tableId, version, isDue: dueBy(pipeline.definition) })
  if (after === before) return
  await saveSlices(tx, [promisedFrom(clock(), { before, after, promise })])
  if (after.due) await queueReconcile(tx, pipeline.id)
}
