import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { PipelinesDeps } from '../deps.ts'
import { promisedFrom } from '../model/deadline.ts'
import { clockStruck, type Slice, sameVersions } from '../model/ledger.ts'
import { type Pipeline, WHOLE } from '../model/pipeline.ts'
import { lastTime, nextTime } from '../model/trigger.ts'
import { lockPipeline, updatePipeline } from '../store/pipelines.ts'
import { openRuns } from '../store/runs.ts'
import { behindSlices, lockSlices, saveSlices } from '../store/slices.ts'
import { queueReconcile } from './queue-reconcile.ts'

type Deps = Pick<PipelinesDeps, 'clock' | 'daysOff'>

/** The time of its schedule that has come and was not kept yet. */
export function struck({ clock, daysOff }: Deps, pipeline: Pipeline): Date | undefined {
  const { definition, paused, clockedAt, createdAt } = pipeline
  const { schedule } = definition
  if (!schedule || paused) return undefined
  const last = lastTime(schedule, { now: clock(), off: daysOff(schedule) })
  return last && last > (clockedAt ?? createdAt) ? last : undefined
}

/** When its clock strikes next. */
export function strikesNext(
  { clock, daysOff }: Deps,
  { definition: { schedule }, paused }: Pipeline,
): Date | undefined {
  if (!schedule || paused) return undefined
  return nextTime(schedule, { now: clock(), off: daysOff(schedule) })
}

/**
 * What has not been read falls due, and what is made as a whole in any case. While something runs
 * the clock waits; times that passed meanwhile, or while no server was there, count as one.
 */
export async function strikeClock(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  id: string,
): Promise<void> {
  const pipeline = await lockPipeline(tx, id)
  const clockedAt = pipeline && struck(deps, pipeline)
  if (!clockedAt || (await openRuns(tx, id)).length > 0) return
  const { deadline: promise } = pipeline.definition
  const lines = await waitingLines(tx, pipeline)
  await saveSlices(
    tx,
    lines.map((before) => promisedFrom(clockedAt, { before, after: clockStruck(before), promise })),
  )
  await updatePipeline(tx, id, { clockedAt })
  await queueReconcile(tx, id)
}

async function waitingLines(tx: SqlTransaction, { id, definition }: Pipeline): Promise<Slice[]> {
  if (definition.slicing === 'whole') return lockSlices(tx, id, [WHOLE])
  const lines = await behindSlices(tx, id)
  return lines.filter(({ wanted, done }) => !done || !sameVersions(wanted, done))
}
