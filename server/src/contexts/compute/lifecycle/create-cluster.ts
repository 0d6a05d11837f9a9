import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noFreePort, noSuchSecurityConfiguration } from '../errors.ts'
import { clusterArn } from '../model/arn.ts'
import { type Cluster, checkCluster, instanceGroups, type RunCluster } from '../model/cluster.ts'
import { granted } from '../model/resize.ts'
import { insertCluster } from '../store/clusters.ts'
import { takePort } from '../store/livy-ports.ts'
import { findAccountLimit } from '../store/reservations.ts'
import { findSecurityConfiguration } from '../store/security-configurations.ts'
import { scheduleReconcile } from './schedule.ts'

/**
 * A STARTING cluster as a row; `listenForCluster` brings it to life after the transaction.
 *
 * @throws compute.invalid-cluster, compute.no-free-port, compute.no-such-security-configuration
 */
export async function createCluster(
  tx: SqlTransaction,
  deps: ComputeDeps,
  { caller, command }: { caller: Caller; command: RunCluster },
): Promise<Cluster> {
  checkCluster(command)
  const { accountId } = caller
  const { securityConfiguration: name } = command
  if (name !== undefined && !(await findSecurityConfiguration(tx, { accountId, name })))
    throw noSuchSecurityConfiguration({ name })
  const { host, livyPorts, region } = deps
  const id = `j-${randomText(13, 'upper')}`
  const groups = instanceGroups(command.groups)
  const limits = [
    { level: 'account' as const, limit: await findAccountLimit(tx, accountId) },
    { level: 'platform' as const, limit: host },
  ]
  const { first, last } = livyPorts
  const livyPort = await takePort(tx, { kind: 'cluster', id }, { first, last, avoided: [] })
  if (livyPort === undefined) throw noFreePort({ first, last })
  const now = deps.clock()
  const cluster: Cluster = {
    ...command,
    ...granted({ groups, scaling: command.scaling }, limits),
    id,
    accountId,
    groups,
    state: 'STARTING',
    stateReason: { message: 'Opening the Livy port.' },
    livyPort,
    createdBy: caller.principalArn,
    createdAt: now,
    lastActiveAt: now,
    readyAt: undefined,
    endingAt: undefined,
    endedAt: undefined,
  }
  await insertCluster(tx, cluster)
  const resource = clusterArn({ region, accountId }, id)
  const detail = { name: cluster.name, granted: cluster.granted, wanted: cluster.wanted }
  await recordDone(tx, caller, { action: 'compute.cluster-created', resource, detail })
  await scheduleReconcile(tx)
  return cluster
}
