import { eachDespite } from '../../../foundation/each.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { PipelinesDeps } from '../deps.ts'
import { deadlineState, expectedSlices, type Progress } from '../model/deadline.ts'
import type { DeadlineState, Slice } from '../model/ledger.ts'
import { type Cause, causeOf } from '../model/notice.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { open, type Run } from '../model/run.ts'
import { chainBehind, chainSeen } from '../steps/chain.ts'
import { actAsPipeline } from '../steps/gate.ts'
import { type MakersOf, makersAmong } from '../steps/gather-chain.ts'
import { lateCause } from '../steps/late-cause.ts'
import { notify } from '../steps/notify.ts'
import { queueReconcile } from '../steps/queue-reconcile.ts'
import { strikeClock, strikesNext, struck } from '../steps/strike-clock.ts'
import { lockPipeline, pipelinesOf } from '../store/pipelines.ts'
import { openRuns, runsByIds, typicalSeconds } from '../store/runs.ts'
import { dueSlices, expectSlices, saveSlices, watchedSlices } from '../store/slices.ts'

const EXPECT_AHEAD_MS = 26 * 3_600_000
/** From then on what a slice waits for is looked at in each round. */
const CHAIN_AHEAD_MS = 12 * 3_600_000
/** What a run takes before any has ended. */
const TYPICAL_SECONDS = 60

/**
 * One look of the clock at every schedule and deadline, whether or not anything has ever run. It
 * also has every pipeline go on that has something to do, so nothing that a crash interrupted stays
 * behind. Answers when a schedule wants it to look again.
 */
export async function watchDeadlines(deps: PipelinesDeps): Promise<Date | undefined> {
  const all = await pipelinesOf(deps.sql)
  const makersOf = makersAmong(all)
  const work = async (pipeline: Pipeline) => {
    const { id } = pipeline
    if (struck(deps, pipeline)) await transaction(deps.sql, (tx) => strikeClock(deps, tx, id))
    await watchOne(deps, id, makersOf)
  }
  await eachDespite(all, { log: deps.log, work })
  const times = all.flatMap((pipeline) => strikesNext(deps, pipeline) ?? [])
  return times.sort((one, other) => one.getTime() - other.getTime())[0]
}

async function watchOne(deps: PipelinesDeps, id: string, makersOf: MakersOf): Promise<void> {
  const now = deps.clock()
  const lines = await transaction(deps.sql, (tx) => linesOf(tx, id, now))
  const behind = new Map<string, Behind>()
  // While nothing is held: a chain may be long.
  for (const line of lines) behind.set(line.slice.slice, await lookBehind(deps, line, makersOf))
  if (lines.some((line) => changes(line, behind)))
    await transaction(deps.sql, async (tx) => tell(tx, await linesOf(tx, id, now), behind))
  const waiting = await openRuns(deps.sql, id)
  const due = waiting.length > 0 ? [] : await dueSlices(deps.sql, id)
  if (waiting.length > 0 || due.length > 0) await queueReconcile(deps.sql, id)
}

/** A slice whose deadline is neither met nor missed. */
interface Line {
  pipeline: Pipeline
  slice: Slice & { deadlineAt: Date }
  now: Date
  /** By what is known of the slice itself. */
  alone: DeadlineState
  own: Cause
  waits: boolean
}

async function linesOf(tx: SqlTransaction, id: string, now: Date): Promise<Line[]> {
  const pipeline = await lockPipeline(tx, id)
  const { deadline } = pipeline?.definition ?? {}
  if (!pipeline || !deadline || pipeline.paused) return []
  const until = new Date(now.getTime() + EXPECT_AHEAD_MS)
  const after = earliest(pipeline.promisedAt ?? pipeline.createdAt, now)
  await expectSlices(tx, id, expectedSlices(deadline, { after, until }))
  const slices = await watchedSlices(tx, id)
  if (slices.length === 0) return []
  const usualSeconds = await typicalSeconds(tx, id)
  const runs = await runsByIds(
    tx,
    slices.flatMap(({ runId = [] }) => runId),
  )
  return slices.flatMap(({ deadlineAt, ...rest }) => {
    if (!deadlineAt) return []
    const slice = { ...rest, deadlineAt }
    const run = runs.get(slice.runId ?? '')
    return { pipeline, slice, now, ...judge({ pipeline, slice, run, usualSeconds, now }) }
  })
}

/** Expectations reach back over a time in which no server ran, but not before the promise. */
function earliest(promisedAt: Date, now: Date): Date {
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000)
  return promisedAt > weekAgo ? promisedAt : weekAgo
}

interface Known extends Pick<Line, 'pipeline' | 'slice' | 'now'> {
  run: Run | undefined
  usualSeconds: number | undefined
}

function judge({ pipeline, slice, run, usualSeconds, now }: Known) {
  const { deadlineAt } = slice
  const progress = progressOf(slice, run)
  const { error, id: runId } = run ?? {}
  const typicalSeconds = usualSeconds ?? TYPICAL_SECONDS
  return {
    alone: deadlineState(now, deadlineAt, { progress, typicalSeconds }),
    own: causeOf(progress, { name: pipeline.name, error, runId, usualSeconds }),
    waits: progress.kind === 'no-data' && +deadlineAt - +now < CHAIN_AHEAD_MS,
  }
}

/** What lies behind a slice that waits. */
interface Behind {
  endangered: boolean
  cause: Cause | undefined
}

function stateOf({ slice, alone, waits }: Line, behind: ReadonlyMap<string, Behind>) {
  const endangered = waits && alone === 'on-track' && behind.get(slice.slice)?.endangered
  return endangered ? 'endangered' : alone
}

function changes(line: Line, behind: ReadonlyMap<string, Behind>): boolean {
  return stateOf(line, behind) !== line.slice.deadlineState
}

/** Without it, a slice that is late is still told. */
async function lookBehind(deps: PipelinesDeps, line: Line, makersOf: MakersOf): Promise<Behind> {
  const { pipeline, slice, now, alone } = line
  const nothing = { endangered: false, cause: undefined }
  const heard = alone !== 'on-track' && alone === slice.deadlineState
  if (!line.waits || heard) return nothing
  try {
    const chain = await chainBehind(deps, { pipeline, line: slice, makersOf })
    const found = { endangered: chain.links[0]?.state === 'endangered', cause: undefined }
    if (!changes(line, new Map([[slice.slice, found]]))) return found
    const links = await chainSeen(deps, await actAsPipeline(deps, pipeline), chain)
    return { ...found, cause: lateCause(links, now) }
  } catch (error) {
    deps.log.error({ err: error, pipeline: pipeline.id }, 'its chain cannot be told')
    return nothing
  }
}

async function tell(
  tx: SqlTransaction,
  lines: readonly Line[],
  behind: ReadonlyMap<string, Behind>,
): Promise<void> {
  const changed = lines.filter((line) => changes(line, behind))
  for (const line of changed) {
    const { pipeline, slice: of, own, waits, now } = line
    const { slice, round, deadlineAt } = of
    const state = stateOf(line, behind)
    if (state !== 'endangered' && state !== 'missed') continue
    const cause = (waits ? behind.get(slice)?.cause : undefined) ?? own
    await notify(tx, pipeline, {
      kind: `deadline-${state}`,
      slice,
      round,
      ...cause,
      deadlineAt,
      now,
    })
  }
  await saveSlices(
    tx,
    changed.map((line) => ({ ...line.slice, deadlineState: stateOf(line, behind) })),
  )
}

function progressOf(slice: Slice, run: Run | undefined): Progress {
  // What was made of all that has come by now; a restatement afterwards is another matter.
  if (slice.done && slice.doneAt && !slice.due) return { kind: 'done', at: slice.doneAt }
  if (run && open(run) && run.startedAt) return { kind: 'running', since: run.startedAt }
  const asked = run !== undefined && open(run)
  return { kind: asked || Object.keys(slice.wanted).length > 0 ? 'ready' : 'no-data' }
}
