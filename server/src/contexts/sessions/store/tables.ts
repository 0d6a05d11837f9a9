import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Place, Principal } from '../model/session.ts'
import type { BoxSize } from '../model/size.ts'

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
  accountId: string
  applicationId: string
  name: string | null
  createdBy: string
  behind: string | null
  assumedThrough: Generated<string[]>
  roleArn: string
  clientToken: string
  releaseLabel: string
  entryPoint: string
  arguments: string[]
  sparkParameters: string
  timeoutMinutes: number
  state: string
  stateDetails: string
  box: string | null
  reservationId: string | null
  log: ColumnType<string[], string[] | undefined, string[]>
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'sessions.sessions': SessionsTable
    'sessions.statements': StatementsTable
    'sessions.runs': RunsTable
  }
}
