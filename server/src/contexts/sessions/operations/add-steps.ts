import { randomText } from '../../../foundation/ids.ts'
import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { audit, stepResource } from '../audit.ts'
import { proveRole } from '../drivers/claim.ts'
import { invalidSession, tooManySteps } from '../errors.ts'
import { releaseFor } from '../model/ground.ts'
import { checkLogUri } from '../model/log-place.ts'
import { type FailureAction, parseSparkSubmit, type Run } from '../model/run.ts'
import type { Principal } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { demandOnCluster } from '../steps/demand-cluster.ts'
import { insertRun, livingRunsOf, type NewRun } from '../store/runs.ts'

export interface StepWish {
  name: string
  onFailure: FailureAction
  /** What follows `spark-submit`. */
  words: readonly string[]
}

export interface StepsWish {
  steps: readonly StepWish[]
  /** Whose rights they have; without one, they are the caller's own. */
  roleArn?: string
}

/** What of its cluster counts for steps. */
export interface ClusterOfSteps {
  stepConcurrency: number
  releaseLabel: string
  /** Where its logs go. */
  logUri?: string | undefined
}

const ADD = { action: 'elasticmapreduce:AddJobFlowSteps' }
const SERVICE = 'elasticmapreduce.amazonaws.com'
const STEPS_MAX = 256 // EMR: steps of a cluster that have not ended.

/**
 * Runs scripts on a cluster, in their order, as a role that the caller may take there.
 *
 * @throws identity.access-denied, identity.no-such-role, compute.no-such-cluster,
 * compute.cluster-not-ready, sessions.invalid-session, sessions.too-many-steps,
 * sessions.no-isolation
 * @see EMR `AddJobFlowSteps`
 */
export async function addSteps(
  parts: SessionsParts,
  caller: Caller,
  { clusterId, ...wish }: StepsWish & { clusterId: string },
): Promise<Run[]> {
  const { accountId } = caller
  const { roleArn } = wish
  await demandOnCluster(parts, caller, { ...ADD, clusterId, ...(roleArn ? { roleArn } : {}) })
  const cluster = await parts.capacity.usableCluster({ accountId, clusterId })
  const { stepConcurrency, releaseLabel, echoed } = cluster
  // Who made the cluster said where logs go: nobody writes there as themselves, but by a role.
  const logUri = roleArn === undefined ? undefined : echoed?.LogUri
  const of = { stepConcurrency, releaseLabel, logUri }
  const insert = await planSteps(parts, caller, { ...wish, ...of })
  return transaction(parts.sql, (tx) => insert(tx, clusterId))
}

/**
 * Checks the steps of a cluster that is to be made, by who may make it, and answers what writes
 * them down: a role is another right, which is asked for as it is on a cluster that is there.
 *
 * @throws identity.access-denied, identity.no-such-role, sessions.invalid-session,
 * sessions.no-isolation
 * @see EMR `RunJobFlow`
 */
export async function planFirstSteps(
  parts: SessionsParts,
  caller: Caller,
  wish: StepsWish & ClusterOfSteps,
): Promise<InsertSteps> {
  const { roleArn } = wish
  if (roleArn !== undefined)
    await demandOnCluster(parts, caller, { ...ADD, clusterId: '*', roleArn })
  return planSteps(parts, caller, wish)
}

type InsertSteps = (tx: SqlTransaction, clusterId: string) => Promise<Run[]>

async function planSteps(
  parts: SessionsParts,
  caller: Caller,
  { steps, roleArn, ...cluster }: StepsWish & ClusterOfSteps,
): Promise<InsertSteps> {
  parts.drivers.demandIsolation()
  const principal = principalOf(caller, roleArn)
  const assumedThrough = caller.assumedThrough ?? []
  const planned = steps.map((step) => {
    const parsed = parseSparkSubmit(step.words)
    return { ...step, ...parsed, releaseLabel: releaseFor(parsed.conf, cluster) }
  })
  if (cluster.stepConcurrency > 1 && steps.some(({ onFailure }) => onFailure !== 'CONTINUE'))
    throw invalidSession({
      reason: 'where steps run at the same time, ActionOnFailure can only be CONTINUE',
    })
  if (principal.kind === 'role') await proveRole(parts, principal, assumedThrough)
  const { accountId, principalArn: owner, behind = caller.arn } = caller
  const whose = { accountId, owner, behind, principal, assumedThrough }
  const common = { kind: 'step', ...whose, logUri: usableUri(cluster.logUri) } as const
  return async (tx, clusterId) => {
    const place = { kind: 'cluster', id: clusterId } as const
    const living = await livingRunsOf(tx, { kind: 'step', place })
    // It may have ended with the step that was its last one till now.
    await parts.capacity.usableCluster({ accountId, clusterId }, tx)
    if (living.length + steps.length > STEPS_MAX) throw tooManySteps({ most: STEPS_MAX })
    const runs: Run[] = []
    for (const { words: _, ...step } of planned)
      runs.push(await insertStep(parts, tx, { ...common, ...step, place }))
    afterCommit(tx, () => parts.drivers.runs.schedule({ kind: 'step', place }))
    return runs
  }
}

async function insertStep(
  parts: SessionsParts,
  tx: SqlTransaction,
  step: Omit<NewRun, 'id' | 'createdAt'>,
): Promise<Run> {
  const id = `s-${randomText(13, 'upper')}`
  const { run } = await insertRun(tx, { ...step, id, createdAt: parts.clock() })
  const { place, entryPoint } = step
  const deed = { action: 'sessions.step-added', resource: stepResource(id) }
  await audit(tx, step, { ...deed, detail: { place, entryPoint } })
  return run
}

/** Older clusters have anything there. */
function usableUri(logUri: string | undefined): string | undefined {
  try {
    if (logUri !== undefined) checkLogUri(logUri)
    return logUri
  } catch {
    return undefined
  }
}

/** A role of another account would need a trust in this one that nothing could express here. */
function principalOf(caller: Caller, roleArn: string | undefined): Principal {
  if (roleArn === undefined) return { kind: 'caller', caller }
  if (roleArn.split(':')[4] !== caller.accountId)
    throw invalidSession({ reason: `role "${roleArn}" is not of account ${caller.accountId}` })
  return { kind: 'role', roleArn, service: SERVICE }
}
