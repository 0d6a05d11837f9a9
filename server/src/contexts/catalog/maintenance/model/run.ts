/** In the order in which a run does them: what expires now is removed by a later run. */
export const TASKS = ['orphans', 'expire', 'compact', 'manifests'] as const

export type MaintenanceTask = (typeof TASKS)[number]

export type MaintenanceState = 'queued' | 'running' | 'done' | 'failed'

/** What became of one task. */
export interface TaskResult {
  task: MaintenanceTask
  state: 'running' | 'done' | 'skipped'
  reason?: string
  /** By names such as `filesRemoved`. */
  counts: Record<string, number>
}

export interface MaintenanceRun {
  id: string
  tableId: string
  /** Undefined: the policy of the table. */
  askerArn?: string
  tasks: readonly MaintenanceTask[]
  state: MaintenanceState
  results: readonly TaskResult[]
  error?: string
  createdAt: Date
  startedAt?: Date
  endedAt?: Date
}
