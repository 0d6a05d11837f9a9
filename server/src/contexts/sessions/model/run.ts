import type { AccountId } from '../../identity/index.ts'
import { invalidSession } from '../errors.ts'
import type { Place, Principal } from './session.ts'

/** The API that it came by: EMR Serverless, or Livy. */
export type RunKind = 'job-run' | 'batch'

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
  /** Of its application. */
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
  state: RunState
  stateDetails: string
  box: string | undefined
  reservationId: string | undefined
  /** Spark's. */
  appId: string | undefined
  log: readonly string[]
  createdAt: Date
  startedAt: Date | undefined
  endedAt: Date | undefined
  /** When its user had it forgotten. */
  removedAt: Date | undefined
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

const SIZE_OPTIONS: Readonly<Record<string, string>> = {
  '--driver-cores': 'spark.driver.cores',
  '--driver-memory': 'spark.driver.memory',
  '--num-executors': 'spark.executor.instances',
  '--executor-cores': 'spark.executor.cores',
  '--executor-memory': 'spark.executor.memory',
}

/**
 * Options of `spark-submit` that apply to a script: `--conf`, `--py-files` and those of size.
 *
 * @throws sessions.invalid-session for any other
 */
export function parseSparkParameters(text: string): {
  conf: Record<string, string>
  modules: string[]
} {
  const words = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? []
  const plain = words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
  const conf: Record<string, string> = {}
  const modules: string[] = []
  for (let at = 0; at < plain.length; at += 2) {
    const [option = '', value = ''] = plain.slice(at, at + 2)
    const [name = '', ...rest] = value.split('=')
    const size = SIZE_OPTIONS[option]
    if (option === '--conf' && name) conf[name] = rest.join('=')
    else if (size) conf[size] = value
    else if (option === '--py-files') modules.push(...value.split(',').filter((one) => one !== ''))
    else if (option !== '--name')
      throw invalidSession({ reason: `option "${option}" of spark-submit is not offered` })
  }
  return { conf, modules }
}
