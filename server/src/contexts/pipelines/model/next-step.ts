import type { Slice } from './ledger.ts'
import type { Run } from './run.ts'

export interface PipelineNow {
  now: Date
  paused: boolean
  attemptsMax: number
  /** Runs that have not ended, the oldest first. */
  runs: readonly Pick<Run, 'id' | 'state'>[]
  /** Lines of the ledger that are due. */
  slices: readonly Pick<Slice, 'slice' | 'due' | 'attempts' | 'notBefore'>[]
}

export type Step =
  | { kind: 'follow'; runId: string }
  | { kind: 'start'; runId: string }
  | { kind: 'make'; slice: string; attempt: number }
  | { kind: 'wait'; until: Date | undefined }

/**
 * What a pipeline does next. One run at a time, since runs of one pipeline write one table; a run
 * that is there goes before one that is only due; the earliest slice goes first.
 */
export function nextStep({ now, paused, attemptsMax, runs, slices }: PipelineNow): Step {
  const active = runs.find(({ state }) => state === 'starting' || state === 'running')
  if (active) return { kind: 'follow', runId: active.id }
  const queued = runs.find(({ state }) => state === 'queued')
  if (queued) return { kind: 'start', runId: queued.id }
  if (paused) return { kind: 'wait', until: undefined }
  const hopeful = slices.filter(({ due, attempts }) => due && attempts < attemptsMax)
  const ready = hopeful.filter(({ notBefore }) => !notBefore || notBefore <= now)
  const first = ready.map(({ slice }) => slice).sort()[0]
  const found = ready.find(({ slice }) => slice === first)
  if (found) return { kind: 'make', slice: found.slice, attempt: found.attempts + 1 }
  const times = hopeful.flatMap(({ notBefore }) => (notBefore ? [notBefore.getTime()] : []))
  return { kind: 'wait', until: times.length > 0 ? new Date(Math.min(...times)) : undefined }
}
