import type { AccountId } from '../../identity/index.ts'
import { invalidSession } from '../errors.ts'
import { ARCHIVES, checkResources, FILES } from './resources.ts'
import type { Place, Principal } from './session.ts'
import type { Plan } from './size.ts'

/** The API that it came by: EMR Serverless, EMR, or Livy. */
export type RunKind = 'job-run' | 'step' | 'batch'

/** What the failure of a step does to its cluster. @see EMR `ActionOnFailure` */
export type FailureAction = 'TERMINATE_CLUSTER' | 'CANCEL_AND_WAIT' | 'CONTINUE'

/** The states of EMR Serverless that a run passes through. */
export type RunState =
  | 'SUBMITTED'
  | 'QUEUED'
  | 'SCHEDULED'
  | 'RUNNING'
  | 'SUCCESS'
  | 'FAILED'
  | 'CANCELLING'
  | 'CANCELLED'

/** A script that runs once, on a driver of its own. */
export interface Run {
  /** A batch's is a whole number, as Livy's clients expect. */
  id: string
  kind: RunKind
  accountId: AccountId
  place: Place
  name: string | undefined
  /** ARN of who started it. */
  owner: string
  /** The ARN of who stood behind them, the first of a chain of roles. */
  behind: string
  /** It ends with any of these accounts, as it does with its own. */
  assumedThrough: readonly AccountId[]
  principal: Principal
  clientToken: string
  /** Of its place, or named at an account’s own. */
  releaseLabel: string | undefined
  /** `s3://…`, read with the rights of its principal. */
  entryPoint: string
  arguments: readonly string[]
  /** What `spark-submit` was given, where the API asks for that. */
  sparkParameters: string
  /** Spark's settings. */
  conf: Readonly<Record<string, string>>
  /** `s3://…` of Python modules that the script may import. */
  modules: readonly string[]
  timeoutMinutes: number
  /** Counted from 1. */
  attempt: number
  attemptsMax: number
  /** When this attempt was asked for. */
  attemptAt: Date
  tags: Readonly<Record<string, string>>
  /** An IAM policy that its rights are cut down to. */
  sessionPolicy: string | undefined
  /** `s3://…`, where its log is written when it has ended. */
  logUri: string | undefined
  /** Of a step. */
  onFailure: FailureAction | undefined
  state: RunState
  stateDetails: string
  box: string | undefined
  reservationId: string | undefined
  /** What its capacity was reserved for; runs that were reserved before this was kept have none. */
  size: Plan | undefined
  /** Spark's. */
  appId: string | undefined
  log: readonly string[]
  createdAt: Date
  startedAt: Date | undefined
  endedAt: Date | undefined
  /** When its user had it forgotten. */
  removedAt: Date | undefined
}

/** How one try of a run ended. */
export interface RunAttempt {
  attempt: number
  state: RunState
  stateDetails: string
  log: readonly string[]
  /** Of its driver, unless it ended without one. */
  box: string | undefined
  createdAt: Date
  startedAt: Date | undefined
  endedAt: Date
}

/** The run as it was when that attempt had ended. */
export function asOf(run: Run, { createdAt: attemptAt, ...ended }: RunAttempt): Run {
  return { ...run, ...ended, attemptAt }
}

/** A try that failed by itself is followed by another, as long as there is one left. */
export function triedAgain(
  { attempt, attemptsMax }: Pick<Run, 'attempt' | 'attemptsMax'>,
  end: Pick<Run, 'state'>,
): boolean {
  return end.state === 'FAILED' && attempt < attemptsMax
}

export const RUN_FINAL: readonly RunState[] = ['SUCCESS', 'FAILED', 'CANCELLED']

export function runFinal({ state }: Pick<Run, 'state'>): boolean {
  return RUN_FINAL.includes(state)
}

export function overdue({ state, startedAt, timeoutMinutes }: Run, now: Date): boolean {
  if (state !== 'RUNNING' || !startedAt || timeoutMinutes === 0) return false
  return now.getTime() - startedAt.getTime() > timeoutMinutes * 60_000
}

const SCRIPT = /^s3a?:\/\/[^/]+\/.+\.py$/

/** @throws sessions.invalid-session */
export function checkScript(location: string, what: string): void {
  if (!SCRIPT.test(location))
    throw invalidSession({ reason: `${what} "${location}" is no s3:// location of a .py` })
}

const SETTING_OPTIONS: Readonly<Record<string, string>> = {
  '--driver-cores': 'spark.driver.cores',
  '--driver-memory': 'spark.driver.memory',
  '--num-executors': 'spark.executor.instances',
  '--executor-cores': 'spark.executor.cores',
  '--executor-memory': 'spark.executor.memory',
  '--files': FILES,
  '--archives': ARCHIVES,
}

/** They say where drivers run, and drivers here run where the platform has them run. */
const PLACE_OPTIONS = ['--name', '--master', '--deploy-mode']

/** What `spark-submit` is given beside the script: Spark's settings, and modules to import. */
export interface SparkOptions {
  conf: Record<string, string>
  modules: string[]
}

/**
 * Options of `spark-submit` that apply to a script: `--conf`, `--py-files`, `--files`,
 * `--archives` and those of size.
 *
 * @throws sessions.invalid-session for any other
 */
export function parseSparkParameters(text: string): SparkOptions {
  const words = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? []
  const plain = words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
  const { options, rest } = takeOptions(plain)
  if (rest[0] !== undefined) throw notOffered(rest[0])
  checkResources(options.conf)
  return options
}

/**
 * The words after `spark-submit`: options, a script, and what the script is given.
 *
 * @throws sessions.invalid-session
 */
export function parseSparkSubmit(
  words: readonly string[],
): SparkOptions & { entryPoint: string; arguments: string[] } {
  const { options, rest } = takeOptions(words)
  const [entryPoint = '', ...given] = rest
  checkScript(entryPoint, 'script')
  checkResources(options.conf)
  return { ...options, entryPoint, arguments: given }
}

function takeOptions(words: readonly string[]): { options: SparkOptions; rest: string[] } {
  const options: SparkOptions = { conf: {}, modules: [] }
  for (let at = 0; at < words.length; at += 2) {
    const [option = '', value = ''] = words.slice(at, at + 2)
    if (!option.startsWith('--')) return { options, rest: words.slice(at) }
    takeOption(options, option, value)
  }
  return { options, rest: [] }
}

function takeOption({ conf, modules }: SparkOptions, option: string, value: string): void {
  const [name = '', ...rest] = value.split('=')
  const setting = Object.hasOwn(SETTING_OPTIONS, option) ? SETTING_OPTIONS[option] : undefined
  if (option === '--conf' && name) conf[name] = rest.join('=')
  else if (setting) conf[setting] = value
  else if (option === '--py-files') modules.push(...value.split(',').filter((one) => one !== ''))
  else if (!PLACE_OPTIONS.includes(option)) throw notOffered(option)
}

function notOffered(option: string): Error {
  return invalidSession({ reason: `option "${option}" of spark-submit is not offered` })
}
