import type { AccountId } from '../../identity/index.ts'
import { invalidSession } from '../errors.ts'

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

/** A script that runs once, on a driver of its own, as a role. */
export interface Run {
  id: string
  accountId: AccountId
  applicationId: string
  name: string | undefined
  /** ARN of who started it. */
  createdBy: string
  /** The ARN of who stood behind them, the first of a chain of roles. */
  behind: string
  /** It ends with any of these accounts, as it does with its own. */
  assumedThrough: readonly AccountId[]
  roleArn: string
  clientToken: string
  /** Of its application. */
  releaseLabel: string
  /** `s3://…`, read with the role's own rights. */
  entryPoint: string
  arguments: readonly string[]
  sparkParameters: string
  timeoutMinutes: number
  state: RunState
  stateDetails: string
  box: string | undefined
  reservationId: string | undefined
  log: readonly string[]
  createdAt: Date
  startedAt: Date | undefined
  endedAt: Date | undefined
}

export const RUN_FINAL: readonly RunState[] = ['SUCCESS', 'FAILED', 'CANCELLED']

export function runFinal({ state }: Pick<Run, 'state'>): boolean {
  return RUN_FINAL.includes(state)
}

export function overdue({ state, startedAt, timeoutMinutes }: Run, now: Date): boolean {
  if (state !== 'RUNNING' || !startedAt || timeoutMinutes === 0) return false
  return now.getTime() - startedAt.getTime() > timeoutMinutes * 60_000
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
