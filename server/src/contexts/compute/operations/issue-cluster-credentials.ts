import { createHash } from 'node:crypto'
import { DomainError } from '../../../foundation/errors.ts'
import { randomText } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { clusterNotReady, noSuchCluster, roleNotUsable } from '../errors.ts'
import { clusterArn } from '../model/arn.ts'
import { usable } from '../model/cluster.ts'
import { insertCredentials } from '../store/cluster-credentials.ts'
import { findCluster } from '../store/clusters.ts'

export interface ClusterCredentials {
  username: string
  password: string
  expiresAt: Date
}

// Clients fetch the pair once and use it as long as their session lives.
const LIFE_SECONDS = 12 * 3600
const TRUST_SERVICE = 'elasticmapreduce.amazonaws.com'

/**
 * A name and password that open the cluster as `roleArn`. The policy of the caller must name the
 * role by `elasticmapreduce:ExecutionRoleArn`, or it may take any that trusts EMR.
 *
 * @throws identity.access-denied, compute.no-such-cluster, compute.cluster-not-ready,
 * compute.role-not-usable
 * @see EMR `GetClusterSessionCredentials`
 */
export async function issueClusterCredentials(
  deps: ComputeDeps,
  caller: Caller,
  { clusterId, roleArn }: { clusterId: string; roleArn: string },
): Promise<ClusterCredentials> {
  const { sql, identity, region, clock } = deps
  const { accountId } = caller
  const resource = clusterArn({ region, accountId }, clusterId)
  await identity.demand(caller, {
    action: 'elasticmapreduce:GetClusterSessionCredentials',
    resource,
    context: { 'elasticmapreduce:ExecutionRoleArn': roleArn },
  })
  const cluster = await findCluster(sql, clusterId)
  if (cluster?.accountId !== accountId) throw noSuchCluster({ clusterId })
  if (!usable(cluster)) throw clusterNotReady({ clusterId, state: cluster.state })
  await demandUsableRole(deps, accountId, { roleArn, clusterId })
  const now = clock()
  const pair = { username: randomText(20), password: randomText(40) }
  const expiresAt = new Date(now.getTime() + LIFE_SECONDS * 1000)
  await transaction(sql, async (tx) => {
    await insertCredentials(tx, {
      username: pair.username,
      passwordDigest: createHash('sha256').update(pair.password).digest(),
      clusterId,
      accountId,
      roleArn,
      issuedTo: caller.principalArn,
      behind: caller.behind ?? caller.arn,
      assumedThrough: [...(caller.assumedThrough ?? [])],
      boundTo: caller.boundTo ?? null,
      createdAt: now,
      expiresAt,
    })
    const action = 'compute.cluster-credentials-issued'
    await recordDone(tx, caller, { action, resource, detail: { roleArn } })
  })
  return { ...pair, expiresAt }
}

/** A role of another account would need a trust in this one that nothing could express here. */
async function demandUsableRole(
  { identity }: ComputeDeps,
  accountId: AccountId,
  { roleArn, clusterId }: { roleArn: string; clusterId: string },
): Promise<void> {
  const owner = /^arn:aws:iam::(\d{12}):role\/.+$/.exec(roleArn)?.[1]
  if (owner !== accountId)
    throw roleNotUsable({ roleArn, reason: 'it is no role of the cluster’s account' })
  const wish = { roleArn, service: TRUST_SERVICE, sessionName: clusterId, seconds: 900 }
  await identity.assumeForService(wish).catch((cause: unknown) => {
    if (!(cause instanceof DomainError)) throw cause
    const reason = `it does not exist or does not trust ${TRUST_SERVICE}`
    throw roleNotUsable({ roleArn, reason }, { cause })
  })
}
