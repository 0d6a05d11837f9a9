import { addDays } from '../../../foundation/zoned-time.ts'
import type { InputVersions } from './ledger.ts'

export type RunState = 'queued' | 'starting' | 'running' | 'succeeded' | 'failed' | 'cancelled'

/** One execution of a pipeline's script; a row before it is a job run. */
export interface Run {
  id: string
  pipelineId: string
  /** In order, and without a gap. */
  slices: readonly string[]
  cause: string
  version: number
  attempt: number
  state: RunState
  /** What the inputs had when it was made, by slice. */
  wanted: Readonly<Record<string, InputVersions>>
  jobRunId: string | undefined
  error: string | undefined
  createdBy: string
  queuedAt: Date
  startedAt: Date | undefined
  endedAt: Date | undefined
  /** Of the output, after the run. */
  snapshotId: string | undefined
  addedRows: number | undefined
}

export const OPEN: readonly RunState[] = ['queued', 'starting', 'running']

export function open({ state }: Pick<Run, 'state'>): boolean {
  return OPEN.includes(state)
}

/** Days that follow each other go into one run. */
export function stretches(slices: readonly string[]): string[][] {
  const found: string[][] = []
  for (const slice of [...new Set(slices)].sort()) {
    const stretch = found.at(-1)
    const last = stretch?.at(-1)
    if (stretch && last && last.length === 10 && addDays(last, 1) === slice) stretch.push(slice)
    else found.push([slice])
  }
  return found
}
