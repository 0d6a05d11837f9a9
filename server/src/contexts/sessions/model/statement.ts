import type { StatementOutput } from './output.ts'

/** Livy's states. Code that throws ends as `available`, with an output that says so. */
export type StatementState =
  | 'waiting'
  | 'running'
  | 'available'
  | 'cancelling'
  | 'cancelled'
  | 'error'

export interface Statement {
  sessionId: number
  /** From 0 on, in the order in which they run. */
  number: number
  code: string
  kind: string
  state: StatementState
  output: StatementOutput | undefined
  progress: number
  createdAt: Date
  startedAt: Date | undefined
  completedAt: Date | undefined
}

export const FINAL: readonly StatementState[] = ['available', 'cancelled', 'error']

export function final({ state }: Pick<Statement, 'state'>): boolean {
  return FINAL.includes(state)
}

/** Where a statement ends when its driver has answered. */
export function finishedState(before: StatementState, output: StatementOutput): StatementState {
  const interrupted = output.status === 'error' && output.ename === 'KeyboardInterrupt'
  return before === 'cancelling' && interrupted ? 'cancelled' : 'available'
}
