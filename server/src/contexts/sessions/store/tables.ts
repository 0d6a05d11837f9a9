import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { FailureAction, RunKind } from '../model/run.ts'
import type { Place, Principal } from '../model/session.ts'
import type { BoxSize, Plan } from '../model/size.ts'

interface SessionsTable {
  id: Generated<number>
  accountId: string
  owner: string
  placeKind: Place['kind']
  placeId: string
  /** Older rows have none. */
  behind: string | null
  principal: JSONColumnType<Principal>
  assumedThrough: Generated<string[]>
  name: string | null
  kind: string
  state: string
  conf: JSONColumnType<Record<string, string>>
  releaseLabel: string | null
  size: ColumnType<BoxSize | null, string | null, never>
  idleSecondsMax: number
  box: string | null
  reservationId: string | null
  appId: string | null
  reason: string | null
  log: ColumnType<string[], string[] | undefined, string[]>
  createdAt: Date
  lastActiveAt: Date
  endedAt: Date | null
}

interface StatementsTable {
  sessionId: number
  number: number
  code: string
  kind: string
  state: string
  /** JSON as text: PostgreSQL's own type refuses the NUL that output may hold. */
  output: string | null
  progress: number
  createdAt: Date
  startedAt: Date | null
  completedAt: Date | null
}

interface RunsTable {
  id: string
  kind: RunKind
  accountId: string
  placeKind: Place['kind']
  placeId: string
  name: string | null
  owner: string
  behind: string | null
  assumedThrough: Generated<string[]>
  principal: JSONColumnType<Principal>
  clientToken: string
  releaseLabel: string | null
  entryPoint: string
  arguments: string[]
  sparkParameters: string
  /** Older rows have only `sparkParameters`. */
  conf: ColumnType<Record<string, string> | null, string, never>
  modules: string[] | null
  timeoutMinutes: number
  state: string
  stateDetails: string
  box: string | null
  reservationId: string | null
  size: ColumnType<Plan | null, undefined, string | null>
  appId: string | null
  log: ColumnType<string[], string[] | undefined, string[]>
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
  removedAt: Date | null
  /** The order that they came in. */
  number: GeneratedAlways<string>
  onFailure: FailureAction | null
  attempt: Generated<number>
  attemptsMax: number
  /** Older rows and first attempts have none. */
  attemptAt: Date | null
  tags: JSONColumnType<Record<string, string>>
  sessionPolicy: string | null
  logUri: string | null
}

interface RunAttemptsTable {
  runId: string
  attempt: number
  state: string
  stateDetails: string
  log: string[]
  box: string | null
  createdAt: Date
  startedAt: Date | null
  endedAt: Date
}

interface DashboardsTable {
  id: string
  reservationId: string
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'sessions.sessions': SessionsTable
    'sessions.statements': StatementsTable
    'sessions.runs': RunsTable
    'sessions.runAttempts': RunAttemptsTable
    'sessions.dashboards': DashboardsTable
  }
}
