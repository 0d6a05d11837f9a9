import { type NoticeTarget, targetProblem } from '../../../foundation/notice-target.ts'
import { clockTime, zoneKnown } from '../../../foundation/zoned-time.ts'
import type { AccountId } from '../../identity/index.ts'
import { invalidPipeline } from '../errors.ts'
import { type Schedule, scheduleProblem, type Trigger } from './trigger.ts'

/** A table by the names that people use. */
export interface TableName {
  accountId: AccountId
  database: string
  table: string
}

/** One text for one table, as the store writes it too. */
export function tableKey({ accountId, database, table }: TableName): string {
  return `${accountId}/${database}/${table}`
}

/** A query of Spark SQL that answers the rows that are wrong; `{slice}` and `{last}` are filled. */
export interface Check {
  name: string
  sql: string
}

/** When a slice must be done, by the clock of a zone. */
export interface DeadlinePromise {
  /** `07:00` */
  time: string
  /** `America/New_York` */
  zone: string
  /** Days after the slice's own day; also for `from: 'arrival'`, where 0 is the next such time. */
  days: number
  /** ISO weekdays of slices that are expected: 1 is Monday. All, when absent. */
  weekdays?: readonly number[]
  /** Counted from the slice's day; or, for old data that arrives late, from its arrival. */
  from: 'slice' | 'arrival'
}

export type Target = NoticeTarget

/** The contract of what a pipeline makes. */
export interface Feature {
  name: string
  key: readonly string[]
  unit: string
  refresh: string
  /** Which clock a reader's `as_of` means. */
  asOf: 'availability'
}

export interface Caps {
  cpu: number
  memoryBytes: number
  diskBytes: number
}

export interface PipelineDefinition {
  description: string
  /** Who is asked when it is late. */
  owner: string
  /** `day`: one slice for each day of input; `whole`: the output is made anew. */
  slicing: 'day' | 'whole'
  inputs: readonly TableName[]
  output: TableName
  trigger: Trigger
  /** Of the clock that triggers it. */
  schedule?: Schedule
  checks: readonly Check[]
  deadline?: DeadlinePromise
  targets: readonly Target[]
  attemptsMax: number
  timeoutMinutes: number
  caps: Caps
  feature?: Feature
}

export interface Pipeline {
  id: string
  accountId: AccountId
  name: string
  roleArn: string
  applicationId: string
  definition: PipelineDefinition
  /** The newest version of its script. */
  version: number
  paused: boolean
  /** The last time of its schedule that was kept. */
  clockedAt?: Date
  /** Since when its deadline holds, if not from the beginning. */
  promisedAt?: Date
  createdBy: string
  createdAt: Date
}

export interface Version {
  pipelineId: string
  number: number
  /** Where the script lies in its repository. */
  path: string
  gitCommit: string
  script: string
  sha256: string
  publishedBy: string
  publishedAt: Date
}

export const WHOLE = 'whole'

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/
const COMMIT = /^[0-9a-f]{7,64}$/
// Its name stands in a list that commas part.
const PATH = /^[\w./ -]*[\w-]\.py$/
const SCRIPT_CHARACTERS_MAX = 1_000_000
const ATTEMPTS_MAX = 10
const TIMEOUT_MINUTES_MAX = 10_080 // EMR Serverless: executionTimeoutMinutes.

/** @throws pipelines.invalid-pipeline */
export function checkPipeline(name: string, definition: PipelineDefinition): void {
  const { inputs, trigger, attemptsMax, timeoutMinutes, deadline, targets } = definition
  const { schedule } = definition
  if (!NAME.test(name))
    refuse(`name "${name}" is not 1 to 63 of a-z, 0-9 and -, of which - is not first`)
  if (definition.owner.trim() === '') refuse('it needs an owner who is asked when it is late')
  if (trigger.endsWith('new-data') && inputs.length === 0)
    refuse('without inputs nothing triggers it')
  if ((trigger === 'clock') !== (schedule !== undefined))
    refuse('a trigger "clock" has a schedule, and no other has one')
  const wrong = schedule && scheduleProblem(schedule)
  if (wrong !== undefined) refuse(wrong)
  if (!within(attemptsMax, 1, ATTEMPTS_MAX)) refuse(`attempts must be 1 to ${ATTEMPTS_MAX}`)
  if (!within(timeoutMinutes, 1, TIMEOUT_MINUTES_MAX)) refuse('the timeout is out of range')
  if (deadline) checkDeadline(deadline, definition)
  for (const target of targets) {
    const problem = targetProblem(target)
    if (problem !== undefined) refuse(problem)
  }
  const names = definition.checks.map(({ name: check }) => check)
  if (new Set(names).size < names.length) refuse('two checks have the same name')
}

/** @throws pipelines.invalid-pipeline */
export function checkVersion({
  script,
  gitCommit,
  path,
}: Pick<Version, 'script' | 'gitCommit' | 'path'>): void {
  if (!PATH.test(path)) refuse(`"${path}" is no path of a Python script`)
  if (script.trim() === '') refuse('its script is empty')
  if (script.length > SCRIPT_CHARACTERS_MAX) refuse('its script is longer than a million letters')
  if (script.includes('\u0000')) refuse('its script holds a NUL')
  if (!COMMIT.test(gitCommit)) refuse(`"${gitCommit}" is no commit of Git`)
}

function checkDeadline(deadline: DeadlinePromise, { slicing }: PipelineDefinition): void {
  const { time, zone, days, weekdays = [], from } = deadline
  if (!clockTime(time)) refuse(`"${time}" is no time of a day`)
  if (!zoneKnown(zone)) refuse(`time zone "${zone}" is not known`)
  if (!within(days, 0, 366)) refuse('the days of a deadline must be 0 to 366')
  if (!weekdays.every((day) => within(day, 1, 7))) refuse('weekdays are 1 (Monday) to 7')
  if (from === 'slice' && slicing === 'whole') refuse('what has no day has no deadline of its day')
}

function within(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function refuse(reason: string): never {
  throw invalidPipeline({ reason })
}
