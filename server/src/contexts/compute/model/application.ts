import type { AccountId } from '../../identity/index.ts'
import { invalidApplication } from '../errors.ts'
import type { CapacityLimit } from './capacity.ts'
import { demandRelease } from './release.ts'

/** EMR Serverless's states; nothing stands still here long enough for those in between. */
export type ApplicationState = 'CREATED' | 'STARTED' | 'STOPPED' | 'TERMINATED'

export interface ApplicationPlan {
  name: string
  releaseLabel: string
  architecture: 'X86_64' | 'ARM64'
  /** Of all workers together; what it leaves out is bounded by account and platform. */
  maximumCapacity: CapacityLimit
  autoStart: boolean
  /** Undefined: it is never stopped for being idle. */
  autoStopIdleMinutes: number | undefined
  /** Job runs at the same time; the others queue. */
  concurrentRunsMax: number
  queueTimeoutMinutes: number
  interactive: boolean
  tags: Readonly<Record<string, string>>
}

export interface Application extends ApplicationPlan {
  id: string
  accountId: AccountId
  state: ApplicationState
  /** Of one from before labels said which engine answers them: what stood in its place. */
  askedLabel?: string
  /** Of one that was changed since: what its token stands for. */
  createdAs?: ApplicationPlan
  stateDetails: string
  createdBy: string
  clientToken: string
  livyPort: number | undefined
  createdAt: Date
  updatedAt: Date
  lastActiveAt: Date
}

/** What is left out stays as it is. */
export type ApplicationChange = Partial<
  Omit<ApplicationPlan, 'name' | 'tags' | 'autoStopIdleMinutes'>
> & { autoStop?: { enabled?: boolean; idleMinutes?: number } }

const IDLE_MINUTES = 15 // EMR Serverless: idleTimeoutMinutes, where it is left out.
const IDLE_MINUTES_RANGE = [1, 10_080] as const // EMR Serverless: idleTimeoutMinutes.
const RUNS_RANGE = [1, 1000] as const // EMR Serverless: maxConcurrentRuns.
const QUEUE_MINUTES_RANGE = [15, 720] as const // EMR Serverless: queueTimeoutMinutes.

/** @throws compute.invalid-application, compute.no-such-release */
export function checkApplication(plan: ApplicationPlan): void {
  const { releaseLabel, autoStopIdleMinutes } = plan
  demandRelease(releaseLabel)
  if (autoStopIdleMinutes !== undefined)
    demandRange('idleTimeoutMinutes', autoStopIdleMinutes, IDLE_MINUTES_RANGE)
  demandRange('maxConcurrentRuns', plan.concurrentRunsMax, RUNS_RANGE)
  demandRange('queueTimeoutMinutes', plan.queueTimeoutMinutes, QUEUE_MINUTES_RANGE)
}

/** Whether `plan` is what was created before under the same token. */
export function samePlan(plan: ApplicationPlan, created: Application): boolean {
  const keys = Object.keys(plan) as (keyof ApplicationPlan)[]
  const { askedLabel: releaseLabel = created.releaseLabel } = created
  const asked = created.createdAs ?? { ...created, releaseLabel }
  return keys.every(
    (key) => JSON.stringify(sorted(plan[key])) === JSON.stringify(sorted(asked[key])),
  )
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([key, own]) => [key, sorted(own)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

export function changed(
  application: Application,
  { autoStop, ...change }: ApplicationChange,
): Application {
  const { autoStopIdleMinutes: before } = application
  const { enabled = before !== undefined, idleMinutes = before } = autoStop ?? {}
  const minutes = idleMinutes ?? IDLE_MINUTES
  return {
    ...application,
    ...change,
    autoStopIdleMinutes: enabled ? minutes : undefined,
    createdAs: application.createdAs ?? planOf(application),
  }
}

function planOf(application: Application): ApplicationPlan {
  const { name, releaseLabel, askedLabel = releaseLabel, architecture, autoStart } = application
  const { maximumCapacity, autoStopIdleMinutes, concurrentRunsMax } = application
  const { queueTimeoutMinutes, interactive, tags } = application
  return {
    ...{ name, releaseLabel: askedLabel, architecture, maximumCapacity, autoStart },
    ...{ autoStopIdleMinutes, concurrentRunsMax, queueTimeoutMinutes, interactive, tags },
  }
}

/** What an application does by itself. */
export function nextApplicationStep(application: {
  state: ApplicationState
  unused: boolean
  idleSeconds: number
  autoStopIdleMinutes: number | undefined
}): 'stop' | 'wait' {
  const { state, unused, idleSeconds, autoStopIdleMinutes } = application
  const stops = autoStopIdleMinutes !== undefined && idleSeconds >= autoStopIdleMinutes * 60
  return state === 'STARTED' && unused && stops ? 'stop' : 'wait'
}

function demandRange(what: string, value: number, [least, most]: readonly [number, number]): void {
  if (!Number.isInteger(value) || value < least || value > most)
    refuse(`${what} must be ${least} to ${most}`)
}

function refuse(reason: string): never {
  throw invalidApplication({ reason })
}
