import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import { addDays } from '../../../foundation/zoned-time.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { invalidSlices } from '../errors.ts'
import { type Pipeline, WHOLE } from '../model/pipeline.ts'
import { type Run, stretches } from '../model/run.ts'
import { demandPipeline } from '../steps/gate.ts'
import { makeRun } from '../steps/make-run.ts'
import { lockPipeline } from '../store/pipelines.ts'
import { dueSlices, lockSlices, saveSlices } from '../store/slices.ts'

export interface StartRun {
  pipeline: string
  /** What is due, when neither these nor a range are given. */
  slices?: readonly string[]
  /** Days, both included. */
  range?: { first: string; last: string }
}

const SLICES_MAX = 10_000

/**
 * Makes slices now, each stretch of days in one run; answers the runs, the earliest first.
 *
 * @throws identity.access-denied, pipelines.not-found, pipelines.invalid-slices
 */
export async function startRun(
  deps: PipelinesDeps,
  caller: Caller,
  command: StartRun,
): Promise<Run[]> {
  const { pipeline: name } = command
  const found = await demandPipeline(deps, caller, { action: 'StartRun', pipeline: name })
  return transaction(deps.sql, async (tx) => {
    const pipeline = (await lockPipeline(tx, found.id)) as Pipeline
    const due = await dueSlices(tx, pipeline.id)
    const slices = wantedSlices(
      pipeline,
      command,
      due.map(({ slice }) => slice),
    )
    const lines = await lockSlices(tx, pipeline.id, slices)
    // Whoever asks again has mended something: attempts count anew.
    await saveSlices(
      tx,
      lines.map((line) => ({ ...line, attempts: 0, notBefore: undefined })),
    )
    const runs: Run[] = []
    const createdBy = caller.principalArn
    for (const stretch of stretches(slices)) {
      const of = { pipeline, slices: stretch, cause: 'by hand', attempt: 1, createdBy }
      runs.push(await makeRun(deps, tx, of))
    }
    const resource = `pipeline/${pipeline.name}`
    const detail = { slices: slices.length, runs: runs.map(({ id }) => id) }
    await recordDone(tx, caller, { action: 'pipelines.run-asked-for', resource, detail })
    return runs
  })
}

function wantedSlices(
  { definition }: Pipeline,
  { slices, range }: StartRun,
  due: readonly string[],
): string[] {
  if (definition.slicing === 'whole') return [WHOLE]
  const wanted = range ? daysOf(range) : [...new Set(slices ?? due)].sort()
  if (wanted.length === 0)
    throw invalidSlices({ reason: 'nothing is due: name the slices to make' })
  if (wanted.length > SLICES_MAX)
    throw invalidSlices({ reason: `at most ${SLICES_MAX} slices can be made at once` })
  for (const slice of wanted)
    if (!isDay(slice)) throw invalidSlices({ reason: `"${slice}" is no day` })
  return wanted
}

function daysOf({ first, last }: { first: string; last: string }): string[] {
  if (!isDay(first) || !isDay(last) || first > last)
    throw invalidSlices({ reason: `"${first}" to "${last}" is no range of days` })
  const days: string[] = []
  for (let day = first; day <= last && days.length <= SLICES_MAX; day = addDays(day, 1))
    days.push(day)
  return days
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
