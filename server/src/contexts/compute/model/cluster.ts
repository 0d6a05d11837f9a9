import { randomText } from '../../../foundation/ids.ts'
import type { AccountId } from '../../identity/index.ts'
import { invalidCluster } from '../errors.ts'
import { type Capacity, type Cut, capacityText } from './capacity.ts'
import { instanceType } from './instance-type.ts'
import { demandRelease } from './release.ts'
import { checkScaling, type ScalingLimits } from './scaling-limits.ts'

/** EMR's states; one host needs no BOOTSTRAPPING. While steps run it is RUNNING. */
export type ClusterState =
  | 'STARTING'
  | 'WAITING'
  | 'RUNNING'
  | 'TERMINATING'
  | 'TERMINATED'
  | 'TERMINATED_WITH_ERRORS'

/** EMR's `StateChangeReason.Code`. */
export type EndCode = 'USER_REQUEST' | 'ALL_STEPS_COMPLETED' | 'STEP_FAILURE' | 'INTERNAL_ERROR'

export interface StateReason {
  code?: EndCode
  message: string
}

export interface InstanceGroup {
  id: string
  name: string
  role: 'MASTER' | 'CORE' | 'TASK'
  instanceType: string
  count: number
  instanceIds: readonly string[]
  /** Of those that were taken away and may still be at work. */
  leaving?: readonly string[]
}

/** EMR's configuration classifications, as given. */
export interface Classification {
  Classification?: string | undefined
  Properties?: Record<string, string> | undefined
  Configurations?: Classification[] | undefined
}

export interface Cluster {
  id: string
  accountId: AccountId
  name: string
  releaseLabel: string
  state: ClusterState
  stateReason: StateReason
  groups: readonly InstanceGroup[]
  /** What the instance types sum up to. */
  wanted: Capacity
  /** What all drivers on it may hold together. */
  granted: Capacity
  /** What made `granted` smaller than `wanted`. */
  cuts: readonly Cut[]
  configurations: readonly Classification[]
  applications: readonly string[]
  tags: Readonly<Record<string, string>>
  /** Names that EMR clients send and read back; they mean nothing here. */
  echoed: Readonly<Record<string, string>>
  /** By name; it may be gone since. */
  securityConfiguration?: string
  terminationProtected: boolean
  /** False: it ends after its last step, or soon after its last session. */
  keepAlive: boolean
  /** How many steps run at the same time; older rows have none. */
  stepConcurrency: number
  /** As it was asked for; `idleTime` says which holds. */
  idleSecondsMax: number | undefined
  /** It is scaled by itself within these. */
  scaling?: ScalingLimits
  livyPort: number
  createdBy: string
  createdAt: Date
  lastActiveAt: Date
  readyAt: Date | undefined
  endingAt: Date | undefined
  endedAt: Date | undefined
}

/** What somebody asks for. */
export interface RunCluster {
  name: string
  releaseLabel: string
  groups: readonly { name?: string; role: InstanceGroup['role']; type: string; count: number }[]
  configurations: readonly Classification[]
  applications: readonly string[]
  tags: Readonly<Record<string, string>>
  echoed: Readonly<Record<string, string>>
  securityConfiguration?: string
  terminationProtected: boolean
  keepAlive: boolean
  stepConcurrency: number
  idleSecondsMax: number | undefined
  scaling?: ScalingLimits
}

export const INSTANCES_MAX = 64
const IDLE_SECONDS_RANGE = [60, 604_800] as const // EMR: AutoTerminationPolicy.IdleTimeout.
const NAME_LENGTH_MAX = 256 // EMR API: XmlStringMaxLen256.
const STEP_CONCURRENCY_MAX = 256 // EMR API: StepConcurrencyLevel.

/** @throws compute.invalid-cluster, compute.no-such-release */
export function checkCluster(command: RunCluster): void {
  const { name, releaseLabel, groups, idleSecondsMax } = command
  const refuse = (reason: string) => {
    throw invalidCluster({ reason })
  }
  if (name.length === 0 || name.length > NAME_LENGTH_MAX)
    refuse('the name has no or too many letters')
  demandRelease(releaseLabel)
  const masters = groups.filter(({ role }) => role === 'MASTER')
  if (masters.length !== 1 || masters[0]?.count !== 1) refuse('exactly one MASTER is needed')
  if (groups.some(({ count }) => !Number.isInteger(count) || count < 1))
    refuse('an instance count must be a whole number above zero')
  if (groups.reduce((total, { count }) => total + count, 0) > INSTANCES_MAX)
    refuse(`at most ${INSTANCES_MAX} instances are possible`)
  const architectures = new Set(groups.map(({ type }) => instanceType(type).architecture))
  if (architectures.size > 1) refuse('instance types of one cluster must share an architecture')
  if (command.scaling) checkScaling(command.scaling)
  if (command.scaling && groups.length === 1) refuse('a cluster of one MASTER alone is not scaled')
  checkIdleTime(idleSecondsMax)
  checkStepConcurrency(command.stepConcurrency)
}

/** @throws compute.invalid-cluster */
export function checkIdleTime(seconds: number | undefined): void {
  const [least, most] = IDLE_SECONDS_RANGE
  if (seconds !== undefined && (seconds < least || seconds > most))
    throw invalidCluster({ reason: `the idle time must be ${least} to ${most} seconds` })
}

/** @throws compute.invalid-cluster */
export function checkStepConcurrency(steps: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > STEP_CONCURRENCY_MAX)
    throw invalidCluster({ reason: `1 to ${STEP_CONCURRENCY_MAX} steps can run at the same time` })
}

export function instanceGroups(groups: RunCluster['groups']): InstanceGroup[] {
  return groups.map(({ name, role, type, count }) => ({
    id: `ig-${randomText(13, 'upper')}`,
    name: name ?? role.toLowerCase(),
    role,
    instanceType: type,
    count,
    instanceIds: Array.from({ length: count }, newInstanceId),
  }))
}

export function newInstanceId(): string {
  return `ci-${randomText(13, 'upper')}`
}

/** Says so when the cluster is smaller than its instance types. */
export function readyMessage(cluster: Pick<Cluster, 'wanted' | 'granted' | 'cuts'>): string {
  const { wanted, granted, cuts } = cluster
  if (cuts.length === 0) return 'Cluster ready.'
  const levels = [...new Set(cuts.map(({ level }) => level))].join(' and ')
  const wish = capacityText(wanted)
  return `Cluster ready. Capped to ${capacityText(granted)} by the ${levels}; wanted ${wish}.`
}

const KEPT_SECONDS = 600 // Sessions are its steps here, and a client needs time to open one.

/** A cluster that is not to be kept alive has an idle time in any case. */
export function idleTime({
  idleSecondsMax,
  keepAlive,
}: Pick<Cluster, 'idleSecondsMax' | 'keepAlive'>): number | undefined {
  return idleSecondsMax ?? (keepAlive ? undefined : KEPT_SECONDS)
}

/** It still takes capacity. */
export function alive({ state }: Pick<Cluster, 'state'>): boolean {
  return usable({ state }) || state === 'TERMINATING'
}

/** It runs, or is about to, and has not begun to end. */
export function usable({ state }: Pick<Cluster, 'state'>): boolean {
  return state === 'STARTING' || ready({ state })
}

/** Code runs on it. */
export function ready({ state }: Pick<Cluster, 'state'>): boolean {
  return state === 'WAITING' || state === 'RUNNING'
}

/** When it ends by itself if nobody uses it. */
export function idleEnd(
  cluster: Pick<Cluster, 'state' | 'lastActiveAt' | 'idleSecondsMax' | 'keepAlive'>,
): Date | undefined {
  const { lastActiveAt } = cluster
  const idleSecondsMax = idleTime(cluster)
  if (idleSecondsMax === undefined || !alive(cluster)) return undefined
  return new Date(lastActiveAt.getTime() + idleSecondsMax * 1000)
}

export interface ClusterMoment {
  state: ClusterState
  /** Nothing is reserved on it. */
  unused: boolean
  idleSeconds: number
  idleSecondsMax: number | undefined
  endingSeconds: number
}

const GRACE_SECONDS = 30 // For sessions to end their drivers by themselves.

/** The whole life of a cluster, one step at a time; `reconcile` carries the step out. */
export function nextStep(cluster: ClusterMoment): 'listen' | 'terminate' | 'finish' | 'wait' {
  const { state, unused, idleSeconds, idleSecondsMax, endingSeconds } = cluster
  if (state === 'STARTING') return 'listen'
  if (state === 'WAITING') {
    const idleTooLong = idleSecondsMax !== undefined && idleSeconds >= idleSecondsMax
    return unused && idleTooLong ? 'terminate' : 'wait'
  }
  if (state === 'TERMINATING') return unused || endingSeconds >= GRACE_SECONDS ? 'finish' : 'wait'
  return 'wait'
}

/** What steps have come to on a cluster. */
export interface StepsNews {
  running: number
  /** Those that have not ended, with the ones that run. */
  left: number
  /** The name of one whose failure is to end the cluster. */
  fatal?: string
}

/** What becomes of a cluster that runs code; EMR ends a protected one for no failure. */
export function afterSteps(
  { keepAlive, terminationProtected }: Pick<Cluster, 'keepAlive' | 'terminationProtected'>,
  { running, left, fatal }: StepsNews,
): { state: 'WAITING' | 'RUNNING' } | { end: StateReason } {
  if (fatal !== undefined && !terminationProtected) {
    const message = `Shut down as step "${fatal}" failed`
    return { end: { code: 'STEP_FAILURE', message } }
  }
  if (left === 0 && !keepAlive)
    return { end: { code: 'ALL_STEPS_COMPLETED', message: 'Steps completed' } }
  return { state: running > 0 ? 'RUNNING' : 'WAITING' }
}
