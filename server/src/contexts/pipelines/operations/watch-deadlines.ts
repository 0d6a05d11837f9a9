import { eachDespite } from '../../../foundation/each.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { PipelinesDeps } from '../deps.ts'
import { deadlineState, expectedSlices, type Progress } from '../model/deadline.ts'
import type { Slice } from '../model/ledger.ts'
import { causeOf } from '../model/notice.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { open, type Run } from '../model/run.ts'
import { type ChainLink, chainToTell } from '../steps/chain.ts'
import { lateCause } from '../steps/late-cause.ts'
import { notify } from '../steps/notify.ts'
import { queueReconcile } from '../steps/queue-reconcile.ts'
import { lockPipeline, pipelinesOf } from '../store/pipelines.ts'
import { findRun, openRuns, typicalSeconds } from '../store/runs.ts'
import { dueSlices, expectSlices, saveSlices, watchedSlices } from '../store/slices.ts'

const EXPECT_AHEAD_MS = 26 * 3_600_000
/** From then on what a slice waits for is looked at in each round. */
const CHAIN_AHEAD_MS = 12 * 3_600_000
/** What a run takes before any has ended. */
const TYPICAL_SECONDS = 60

/**
 * One look of the clock at every deadline, whether or not anything has ever run. It also has every
 * pipeline go on that has something to do, so nothing that a crash interrupted stays behind.
 */
export async function watchDeadlines(deps: PipelinesDeps): Promise<void> {
  const work = ({ id }: Pipeline) => watchOne(deps, id)
  await eachDespite(await pipelinesOf(deps.sql), { log: deps.log, work })
}

async function watchOne(deps: PipelinesDeps, id: string): Promise<void> {
  await transaction(deps.sql, async (tx) => {
    const pipeline = await lockPipeline(tx, id)
    if (pipeline) await watchPipeline(deps, tx, pipeline)
  })
  const waiting = await openRuns(deps.sql, id)
  const due = waiting.length > 0 ? [] : await dueSlices(deps.sql, id)
  if (waiting.length > 0 || due.length > 0) await queueReconcile(deps.sql, id)
}

async function watchPipeline(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  pipeline: Pipeline,
): Promise<void> {
  const { deadline } = pipeline.definition
  if (!deadline || pipeline.paused) return
  const now = deps.clock()
  const until = new Date(now.getTime() + EXPECT_AHEAD_MS)
  await expectSlices(
    tx,
    pipeline.id,
    expectedSlices(deadline, { after: earliest(pipeline.createdAt, now), until }),
  )
  const slices = await watchedSlices(tx, pipeline.id)
  if (slices.length === 0) return
  const usualSeconds = await typicalSeconds(tx, pipeline.id)
  const changed: Slice[] = []
  for (const slice of slices) {
    const run = slice.runId === undefined ? undefined : await findRun(tx, slice.runId)
    const next = await judge(deps, tx, { pipeline, slice, run, usualSeconds })
    if (next !== slice) changed.push(next)
  }
  await saveSlices(tx, changed)
}

/** Expectations reach back over a time in which no server ran, but not before the pipeline. */
function earliest(createdAt: Date, now: Date): Date {
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000)
  return createdAt > weekAgo ? createdAt : weekAgo
}

interface Judged {
  pipeline: Pipeline
  slice: Slice
  run: Run | undefined
  usualSeconds: number | undefined
}

async function judge(
  deps: PipelinesDeps,
  tx: SqlTransaction,
  { pipeline, slice, run, usualSeconds }: Judged,
): Promise<Slice> {
  const { deadlineAt } = slice
  if (!deadlineAt) return slice
  const now = deps.clock()
  const progress = progressOf(slice, run)
  const typicalSeconds = usualSeconds ?? TYPICAL_SECONDS
  const alone = deadlineState(now, deadlineAt, { progress, typicalSeconds })
  const waits = progress.kind === 'no-data' && +deadlineAt - +now < CHAIN_AHEAD_MS
  const chain = waits ? await chainBehind(deps, { pipeline, line: slice }) : []
  const behind = alone === 'on-track' && chain[0]?.state === 'endangered'
  const state = behind ? 'endangered' : alone
  if (state === slice.deadlineState) return slice
  if (state === 'endangered' || state === 'missed') {
    const { error, id: runId } = run ?? {}
    const own = causeOf(progress, { name: pipeline.name, error, runId, usualSeconds })
    const cause = lateCause(chain, now) ?? own
    const kind =
      state === 'missed' ? ('deadline-missed' as const) : ('deadline-endangered' as const)
    const { slice: day, round } = slice
    await notify(tx, pipeline, { kind, slice: day, round, ...cause, deadlineAt, now })
  }
  return { ...slice, deadlineState: state }
}

/** Without what lies behind, a slice that is late is still told. */
async function chainBehind(
  deps: PipelinesDeps,
  asked: { pipeline: Pipeline; line: Slice },
): Promise<ChainLink[]> {
  try {
    return await chainToTell(deps, asked)
  } catch (error) {
    deps.log.error({ err: error, pipeline: asked.pipeline.id }, 'its chain cannot be told')
    return []
  }
}

function progressOf(slice: Slice, run: Run | undefined): Progress {
  // What was made of all that has come by now; a restatement afterwards is another matter.
  if (slice.done && slice.doneAt && !slice.due) return { kind: 'done', at: slice.doneAt }
  if (run && open(run) && run.startedAt) return { kind: 'running', since: run.startedAt }
  const asked = run !== undefined && open(run)
  return { kind: asked || Object.keys(slice.wanted).length > 0 ? 'ready' : 'no-data' }
}
