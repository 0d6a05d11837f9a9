/** Which state of an input: a vintage of a delivery, or a version of a table. The higher wins. */
export interface InputVersion {
  number: number
  snapshotId?: string
}

/** By id of the input table. */
export type InputVersions = Readonly<Record<string, InputVersion>>

export type DeadlineState = 'on-track' | 'endangered' | 'missed' | 'met'

/** One line of the interval ledger. */
export interface Slice {
  pipelineId: string
  slice: string
  /** What the inputs have for it. */
  wanted: InputVersions
  /** It waits for a run. */
  due: boolean
  /** How often it fell due after it had been made. */
  round: number
  /** What the inputs had when it was made. */
  done: InputVersions | undefined
  doneVersion: number | undefined
  doneAt: Date | undefined
  runId: string | undefined
  /** Attempts that failed since it fell due. */
  attempts: number
  notBefore: Date | undefined
  deadlineAt: Date | undefined
  deadlineState: DeadlineState | undefined
}

export type SliceState = 'done' | 'missing' | 'running' | 'stale' | 'failed'

export function emptySlice(pipelineId: string, slice: string): Slice {
  return {
    ...{ pipelineId, slice, wanted: {}, due: false, round: 0 },
    ...{ done: undefined, doneVersion: undefined, doneAt: undefined },
    ...{ runId: undefined, attempts: 0, notBefore: undefined },
    ...{ deadlineAt: undefined, deadlineState: undefined },
  }
}

/** Whether what the inputs have makes a line due, after what was read of them. */
export type IsDue = (line: Pick<Slice, 'wanted' | 'done'>) => boolean

/** A line after its input has `version`; the same line when that is nothing new. */
export function inputArrived(
  slice: Slice,
  arrived: { tableId: string; version: InputVersion; isDue: IsDue },
): Slice {
  const { tableId, version, isDue } = arrived
  const known = slice.wanted[tableId]
  if (known && known.number >= version.number) return slice
  const wanted = { ...slice.wanted, [tableId]: version }
  const due = slice.due || isDue({ ...slice, wanted })
  return fallenDue({ ...slice, wanted }, due)
}

/** A line for which the clock has struck: it is due, whether or not there is anything new. */
export function clockStruck(slice: Slice): Slice {
  return fallenDue(slice, true)
}

/** A line under another rule, by which it may be due; what is due stays so. */
export function ruledAnew(slice: Slice, isDue: IsDue): Slice {
  return !slice.due && isDue(slice) ? fallenDue(slice, true) : slice
}

function fallenDue(slice: Slice, due: boolean): Slice {
  const round = slice.round + (due && !slice.due && slice.done ? 1 : 0)
  return { ...slice, due, round, attempts: 0, notBefore: undefined }
}

/** A line after a run that had read `read` has made it. */
export function sliceMade(
  slice: Slice,
  made: { read: InputVersions; version: number; at: Date; isDue: IsDue },
): Slice {
  const { read, version, at, isDue } = made
  // What arrived while the run was reading is not in its output.
  const due = isDue({ wanted: slice.wanted, done: read })
  const round = slice.round + (due ? 1 : 0)
  const rest = { attempts: 0, notBefore: undefined }
  return { ...slice, ...rest, due, round, done: read, doneVersion: version, doneAt: at }
}

const BACKOFF_SECONDS = [5, 30, 120, 600]

/** A line after an attempt that failed: it waits longer each time. */
export function attemptFailed(slice: Slice, now: Date): Slice {
  const seconds = BACKOFF_SECONDS[Math.min(slice.attempts, BACKOFF_SECONDS.length - 1)] ?? 600
  const notBefore = new Date(now.getTime() + seconds * 1000)
  return { ...slice, attempts: slice.attempts + 1, notBefore }
}

export function sliceState(
  slice: Slice,
  { running, attemptsMax }: { running: boolean; attemptsMax: number },
): SliceState {
  if (running) return 'running'
  if (slice.attempts >= attemptsMax) return 'failed'
  if (!slice.done) return 'missing'
  return slice.due || !sameVersions(slice.wanted, slice.done) ? 'stale' : 'done'
}

export function sameVersions(wanted: InputVersions, read: InputVersions): boolean {
  return Object.entries(wanted).every(([tableId, { number }]) => read[tableId]?.number === number)
}

/** What is left until the deadline of a slice that is still to be made; unknown without history. */
export function marginOf(
  { deadlineAt, deadlineState }: Pick<Slice, 'deadlineAt' | 'deadlineState'>,
  { now, typicalSeconds }: { now: Date; typicalSeconds: number | undefined },
): number | undefined {
  if (typicalSeconds === undefined) return undefined
  if (!deadlineAt || deadlineState === 'met' || deadlineState === 'missed') return undefined
  return Math.round((deadlineAt.getTime() - now.getTime()) / 1000 - typicalSeconds)
}
